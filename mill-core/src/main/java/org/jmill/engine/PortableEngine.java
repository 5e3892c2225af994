package org.jmill.engine;

import java.util.concurrent.locks.LockSupport;

/// Strands as virtual threads on the JDK's own scheduler, which pass a baton: needs no flag at all.
///
/// Only the strand that holds the baton runs; a transfer hands it over and waits until it comes
/// back. The hand-over is a volatile write, so everything a strand did is seen by the next one. The
/// calling thread is the root: it waits for the outside world when no strand has anything to do.
///
/// Invariants:
/// - I1 At most one strand, root included, has `turn` set; it is the running one, or about to be.
/// - I2 A strand that waits for its turn never keeps an interrupt from its thread: the flag is put
///   back.
public final class PortableEngine implements StrandEngine {
    private final Dispatcher dispatcher;
    private final BatonStrand root = new BatonStrand(Thread.currentThread());
    private BatonStrand main;
    private BatonStrand running;
    private boolean mainEnded;

    /// @param dispatcher asked for the next strand whenever none was named
    public PortableEngine(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public void run(Runnable body) {
        main = new BatonStrand("main", body);
        pass(main);
        boolean interrupted = false;
        while (true) {
            while (!root.turn) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    interrupted = true;
                    dispatcher.interrupted();
                }
            }
            root.turn = false;
            if (mainEnded) {
                break;
            }
            pass((BatonStrand) dispatcher.next());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Strand strand(String name, Runnable body) {
        return new BatonStrand(name, body);
    }

    @Override
    public Strand main() {
        return main;
    }

    @Override
    public void transfer(Strand next) {
        BatonStrand self = running;
        if (--self.untilCheck == 0) {
            self.checkDepth();
        }
        pass(next == null ? root : (BatonStrand) next);
        boolean interrupted = false;
        while (!self.turn) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        self.turn = false;
        running = self;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(BatonStrand next) {
        boolean fresh = !next.started;
        next.started = true;
        if (fresh) {
            running = next;
            next.thread.start();
        } else {
            next.turn = true;
            LockSupport.unpark(next.thread);
        }
    }

    @Override
    public void finish(Strand next) {
        if (running == main) {
            mainEnded = true;
            pass(root);
        } else {
            pass(next == null ? root : (BatonStrand) next);
        }
    }

    @Override
    public boolean idlesAtRoot() {
        return true;
    }

    @Override
    public boolean threadPerStrand() {
        return true;
    }

    /// A thread that waits for its turn.
    private static final class BatonStrand implements Strand {
        private final Thread thread;
        private char checkEvery = Depth.CHECK_FIRST;
        private char untilCheck = Depth.CHECK_FIRST;
        private boolean started;
        private volatile boolean turn;

        BatonStrand(Thread root) {
            this.thread = root;
            this.started = true;
        }

        BatonStrand(String name, Runnable body) {
            Thread.Builder builder = Thread.ofVirtual();
            this.thread = (name == null ? builder : builder.name(name)).unstarted(body);
        }

        /// @throws StackOverflowError if it is too deep in calls
        private void checkDepth() {
            long frames = Depth.frames();
            checkEvery = (char) Depth.checkEvery(checkEvery, Depth.isDeep(frames));
            untilCheck = checkEvery;
            Depth.limit(frames);
        }

        @Override
        public Thread thread() {
            return thread;
        }

        @Override
        public StackTraceElement[] stackTrace() {
            return thread.getStackTrace();
        }

        /// A coroutine that blocks in a Java call keeps the baton: nobody could interrupt it in
        /// time.
        @Override
        public void interrupt() {}
    }
}
