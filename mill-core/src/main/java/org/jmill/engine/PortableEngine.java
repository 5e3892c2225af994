package org.jmill.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/// Strands as virtual threads on the JDK's own scheduler, which pass a baton: needs no flag at all.
///
/// Only the strand that holds the baton runs; a transfer hands it over and waits until it comes
/// back. The hand-over is a volatile write, so everything a strand did is seen by the next one. The
/// calling thread is the root: it waits for the outside world when no strand has anything to do.
///
/// A strand waits for its turn parked. But if the baton lately came back after a few transfers, it first goes to the
/// tail of the JDK's queue with `Thread.yield`, and looks for its turn when it comes up there: both queues being first
/// in, first out, that is just when its turn has come. This saves the unpark; and above all an unpark finds the
/// carrier's queue empty, upon which the JDK wakes another carrier, and the strand goes to another core. A yield in
/// vain costs a switch; the strand then parks for a while.
///
/// Invariants:
/// - I1 At most one strand, root included, has `turn` set; it is the running one, or about to be.
/// - I2 A strand that waits for its turn never keeps an interrupt from its thread: the flag is put
///   back.
/// - I3 A strand is `parked` before it looks at `turn` for the last time, and `turn` is set before anybody looks at
///   `parked`: of the two, at least one sees the other.
/// - I4 A strand that has passed the baton goes on, or throws, only with a turn: its own, or the one that it gave
///   and took back.
public final class PortableEngine implements StrandEngine {
    /// After how many transfers, at most, a baton that has come back is expected to do so again.
    private static final int ROUND_MAX = 20;

    /// How many waits begin parked after one that yielded in vain.
    private static final int PARKED_WAITS = 50;

    /// How long a mill may keep a carrier busy.
    private static final long SLICE_NS = 5_000_000;

    /// The clock is looked at after so many turns: a power of two, less one.
    private static final int TURNS_MASK = 15;

    private static final VarHandle TURN = findTurn();

    private final Dispatcher dispatcher;
    private final BatonStrand root = new BatonStrand(Thread.currentThread());
    private BatonStrand main;
    private BatonStrand running;
    private int transfers; // Wraps around.
    private int stays; // Wraps around.
    private long sliceStartNs = System.nanoTime();
    private boolean mainEnded;
    private Throwable failure; // What a body has thrown.

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
            while (!root.takeTurn()) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    interrupted = true;
                    dispatcher.interrupted();
                }
            }
            if (mainEnded || failure != null) {
                break;
            }
            pass((BatonStrand) dispatcher.next());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            Rethrow.unchecked(failure);
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
        int left = transfers++;
        if ((left & TURNS_MASK) == 0) {
            leaveCarrierInTime();
        }
        BatonStrand to = next == null ? root : (BatonStrand) next;
        boolean inVain = false;
        try {
            pass(to);
            if (self.yields && next != null) {
                Thread.yield();
                inVain = !self.turn;
            }
            if (!self.takeTurn()) {
                park(self);
            }
        } catch (Throwable t) { // For want of stack, which the JDK takes to put this one's aside; or of memory.
            takeBack(to, self, t);
        }
        self.learn(transfers - left, inVain);
        running = self;
    }

    @Override
    public void stay() {
        if ((++stays & TURNS_MASK) == 0) {
            leaveCarrierInTime();
        }
    }

    /// Strands of one mill that wake one another keep their carrier busy, and it may be the only one that
    /// other mills have, and virtual threads that are no coroutines. It takes what was handed in from other threads
    /// only when it has nothing else to do, so `Thread.yield` is no help. While the baton is kept, nobody else of
    /// this mill runs either.
    private void leaveCarrierInTime() {
        if (System.nanoTime() - sliceStartNs > SLICE_NS) {
            LockSupport.parkNanos(this, 1);
            sliceStartNs = System.nanoTime();
        }
    }

    /// Returns with the turn of `self`.
    private void park(BatonStrand self) {
        self.parked = true; // I3
        boolean interrupted = false;
        try {
            while (!self.takeTurn()) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        } finally {
            self.parked = false;
            if (interrupted) {
                Thread.currentThread().interrupt(); // I2
            }
        }
    }

    /// A strand has passed the baton, but cannot leave its carrier. If the other one has not yet seen
    /// that it has the baton, this one takes it back. If it has, it runs on another carrier, and so
    /// will the next ones: this one can only wait for its turn where it is.
    private void takeBack(BatonStrand to, BatonStrand self, Throwable cause) {
        if (to.takeTurn()) {
            running = self;
            Rethrow.unchecked(cause);
        }
        while (!self.takeTurn()) {
            Thread.onSpinWait();
        }
    }

    private void pass(BatonStrand next) {
        if (next.started) {
            next.turn = true;
            if (next.parked) { // I3
                LockSupport.unpark(next.thread);
            }
        } else {
            start(next);
        }
    }

    private void start(BatonStrand fresh) {
        running = fresh;
        fresh.turn = true;
        fresh.started = true;
        try {
            fresh.thread.start();
        } catch (Throwable t) {
            fresh.started = false;
            throw t;
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

    private static VarHandle findTurn() {
        try {
            return MethodHandles.lookup().findVarHandle(BatonStrand.class, "turn", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// A thread that waits for its turn.
    private final class BatonStrand implements Strand, Runnable {
        private final Thread thread;
        private final Runnable body; // null = root
        private char checkEvery = Depth.CHECK_FIRST;
        private char untilCheck = Depth.CHECK_FIRST;
        private boolean started;
        private boolean yields; // It first waits for its next turn in the JDK's queue.
        private int parkedWaits; // How many more are to begin parked.
        private volatile boolean turn;
        private volatile boolean parked;

        BatonStrand(Thread root) {
            this.thread = root;
            this.body = null;
            this.started = true;
            this.parked = true; // Or about to be, whenever it has not the baton.
        }

        BatonStrand(String name, Runnable body) {
            Thread.Builder builder = Thread.ofVirtual();
            this.thread = (name == null ? builder : builder.name(name)).unstarted(this);
            this.body = body;
        }

        @Override
        public void run() {
            try {
                if (!takeTurn()) {
                    park(this); // It was taken back; there may be another one.
                }
                body.run();
            } catch (Throwable t) { // Else the baton would be lost.
                failure = t;
                pass(root);
            }
        }

        /// Takes the baton, or takes it back, if this strand was given it: whoever gave it may do so too.
        private boolean takeTurn() {
            return turn && TURN.compareAndSet(this, true, false);
        }

        /// @throws StackOverflowError if it is too deep in calls
        private void checkDepth() {
            long frames = Depth.frames();
            checkEvery = (char) Depth.checkEvery(checkEvery, Depth.isDeep(frames));
            untilCheck = checkEvery;
            Depth.limit(frames);
        }

        /// Decides how the next wait begins.
        ///
        /// @param round how many transfers this one took
        private void learn(int round, boolean inVain) {
            if (inVain) {
                parkedWaits = PARKED_WAITS;
            } else if (parkedWaits > 0) {
                parkedWaits--;
            }
            yields = parkedWaits == 0 && round <= ROUND_MAX;
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
