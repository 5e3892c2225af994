package org.jmill.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/// Strands as bare continuations on the thread that called [#run]: the fastest engine. It and
/// [RawContinuation], with its [trial][RawTrial], alone touch `jdk.internal.vm`.
///
/// A strand that suspends need not be frozen. It can *host*: run the next strand on top of its own
/// stack, and simply be returned to when its turn comes. Freezing (`Continuation.yield`) is needed
/// only when the next strand is one of those beneath, or when the stack of hosted strands is as
/// deep as allowed; the strand then yields down to its host and names whom to run. Two strands that
/// talk to each other so pay one freeze and one thaw for two switches.
///
/// Invariants:
/// - I1 `running` is the strand whose frames are on top of the thread's stack.
/// - I2 A strand is `mounted` exactly while its frames are on the thread's stack; the mounted
///   strands have the depths 0 (main), 1, 2, … in the order of their frames.
/// - I3 `target` is non-null exactly between a yield or an end and its host's next look.
/// - I4 A host that gets the thread back either is the target, or hosts the target, or yields down.
/// - I5 `cleared` is non-null exactly while `bottom` is the target, or is about to be.
public final class ContinuationEngine implements StrandEngine {
    /// How many strands may stand on the thread's stack above main. Two is where the gain is:
    /// deeper stacks only postpone the same freezes, and take stack from the strand on top.
    public static final int DEPTH_MAX = 2;

    /// After how many transfers a strand looks whether it is deep in a recursion, or slow to switch.
    private static final int LOOK_EVERY = 256;

    private static final ContinuationScope SCOPE = new ContinuationScope("jmill");

    private final Thread thread = Thread.currentThread();
    private final int depthMax;
    private final HostedStrand main;
    private HostedStrand running;
    private HostedStrand target;
    private final HostedStrand bottom; // Nobody's: as a target it has all yield down to main, which hosts `cleared`.
    private HostedStrand cleared; // Who wants nobody beneath but main; null = nobody.

    /// Makes an engine for the calling thread.
    public ContinuationEngine() {
        this(DEPTH_MAX);
    }

    /// @param depthMax how many strands may be hosted on one another, at least 1
    ContinuationEngine(int depthMax) {
        this.depthMax = depthMax;
        this.main = new HostedStrand(this, () -> {});
        this.running = main;
        main.mounted = true;
        this.bottom = new HostedStrand(this, () -> {});
        bottom.mounted = true; // So nobody hosts it.
    }

    /// Touches the internal class, so that a JVM which forbids it says so now.
    ///
    /// @throws IllegalAccessError if the flag is missing
    public static void probe() {
        new ContinuationScope("probe");
    }

    /// Says why continuations are run on the slower path, by the JDK's public methods.
    ///
    /// @return the cause; null = they are not, or that was asked for
    public static String whySlower() {
        return RawContinuation.CHOICE.reason();
    }

    @Override
    public void run(Runnable body) {
        body.run();
    }

    @Override
    public Strand strand(String name, Runnable body) {
        return new HostedStrand(this, body);
    }

    @Override
    public Strand main() {
        return main;
    }

    /// Nothing of it is needed after the yield: its frame is part of each parked strand. Whoever runs this strand
    /// again has made it `running`.
    @Override
    public void transfer(Strand next) {
        if (isBack((HostedStrand) next)) {
            return;
        }
        if (RawContinuation.ALLOWED) {
            int obstacle = RawContinuation.suspend();
            if (obstacle != 0) {
                running.onPinned(RawContinuation.pinned(obstacle));
            }
        } else {
            Continuation.yield(SCOPE);
        }
    }

    /// Hosts `next`, and whom it names, as long as that is possible.
    ///
    /// @return true if the last one has named this strand; false if it must yield down, to `target`
    private boolean isBack(HostedStrand next) {
        HostedStrand self = running;
        HostedStrand to = next;
        if (--self.untilLook == 0 && look(self, next)) {
            return true;
        }
        do {
            if (to.mounted || self.depth >= self.hosts) {
                if (to != bottom || self != main) {
                    running = self; // It may have hosted others before.
                    target = to;
                    return false;
                }
                to = cleared;
                cleared = null;
            }
            to = host(self, to);
        } while (to != self);
        running = self;
        return true;
    }

    /// What is done now and then only: measures how deep a strand is in calls, and detaches one that is slow to
    /// switch from the frames it began with.
    ///
    /// A body that is called once, and loops for as long as its coroutine lives, is interpreted at first. The
    /// JVM replaces the loop's frame by a compiled one while it runs, but never those beneath, down to the engine.
    /// Of a stack with interpreted frames it brings two back from the heap, and each other one when it is returned
    /// to. If everything up to the switch was inlined into the loop, the second one is interpreted: it goes to and
    /// fro with each switch, on the slow way that it and the loop's frame then take, at more than twice the price.
    ///
    /// This method is called so seldom that it is not inlined, so its frame is on top of the loop's when the
    /// strand is suspended here, and the interpreted ones stay behind. When it is suspended next, the loop's frame
    /// gets a piece of heap of its own, and from then on goes to and fro as a whole, the fast way.
    ///
    /// @return true if the strand was suspended here, and its turn has come
    private boolean look(HostedStrand self, HostedStrand next) {
        self.untilLook = LOOK_EVERY;
        if (--self.looksUntilCheck == 0) {
            checkDepth(self);
        }
        boolean slow = RawContinuation.ALLOWED && RawContinuation.isPartlyThawed(self);
        if (!slow || self.hosts == 0) { // The last: a large stack is thawed in parts in any case.
            return false;
        }
        self.hosts = 0;
        try {
            transfer(next);
            return true;
        } catch (PinnedException e) {
            return false; // It may still be able to host.
        } finally {
            self.hosts = (byte) depthMax;
        }
    }

    /// A strand that recurses deeply would leave its guests little stack, so it hosts nobody.
    ///
    /// @throws StackOverflowError if it has come too far; main's frames never leave the stack, which ends by
    ///     itself
    private void checkDepth(HostedStrand self) {
        long frames = self == main ? 0 : Depth.frames();
        boolean deep = Depth.isDeep(frames);
        self.hosts = (byte) (deep ? 0 : depthMax);
        self.checkEvery = (char) Depth.checkEvery(self.checkEvery, deep);
        self.looksUntilCheck = (char) (self.checkEvery / LOOK_EVERY);
        Depth.limit(frames);
    }

    /// Runs a strand on top of this one until it yields or ends; returns the strand it named.
    private HostedStrand host(HostedStrand self, HostedStrand guest) {
        guest.depth = (byte) (self.depth + 1);
        guest.mounted = true;
        running = guest;
        try {
            if (RawContinuation.ALLOWED) {
                RawContinuation.run(guest);
            } else {
                guest.run();
            }
        } catch (Throwable t) { // There was no room on the stack for the guest, or for its last verb.
            guest.mounted = false;
            running = self;
            throw t;
        }
        guest.mounted = false;
        HostedStrand named = target;
        target = null;
        return named;
    }

    @Override
    public boolean clearBeneath() {
        if (running.depth > 1) {
            cleared = running;
            try {
                transfer(bottom);
            } finally {
                cleared = null; // One that cannot leave is told so in its own switch, and goes on.
            }
        }
        return running.depth <= 1;
    }

    @Override
    public void finish(Strand next) {
        target = running == main ? null : (HostedStrand) next;
    }

    @Override
    public boolean idlesAtRoot() {
        return false;
    }

    @Override
    public boolean threadPerStrand() {
        return false;
    }

    /// The part of the thread's stack that belongs to the mounted strand at `depth`.
    private StackTraceElement[] mountedFrames(int depth) {
        StackTraceElement[] all = Thread.currentThread().getStackTrace();
        List<Integer> ends = new ArrayList<>(); // Where each hosted strand's frames end.
        for (int i = 0; i < all.length; i++) {
            if (RawContinuation.isEntry(all[i])) {
                ends.add(i);
            }
        }
        int fromTop = running.depth - depth;
        int start = fromTop == 0 ? 0 : ends.get(fromTop - 1) + 1;
        int end = fromTop < ends.size() ? ends.get(fromTop) : all.length;
        return Arrays.copyOfRange(all, start, end);
    }

    /// A continuation that knows where it stands on the thread's stack. There may be a million of
    /// them: hence the small types, but for what each transfer counts down.
    private static final class HostedStrand extends Continuation implements Strand {
        private final ContinuationEngine engine;
        private int untilLook = LOOK_EVERY;
        private char looksUntilCheck = Depth.CHECK_FIRST / LOOK_EVERY;
        private char checkEvery = Depth.CHECK_FIRST;
        private byte depth;
        private boolean mounted;
        private byte hosts; // Beneath which depth it hosts others; 0 where it is deep in some recursion.

        HostedStrand(ContinuationEngine engine, Runnable body) {
            super(SCOPE, body);
            this.engine = engine;
            this.hosts = (byte) engine.depthMax;
        }

        @Override
        protected void onPinned(Pinned reason) {
            engine.target = null;
            throw new PinnedException(reason.name().toLowerCase(java.util.Locale.ROOT));
        }

        @Override
        public Thread thread() {
            return engine.thread;
        }

        @Override
        public boolean hasEnded() {
            return isDone();
        }

        @Override
        public StackTraceElement[] stackTrace() {
            if (mounted) {
                return engine.mountedFrames(depth);
            }
            return isDone() ? new StackTraceElement[0] : getStackTrace();
        }

        /// A coroutine that blocks in a Java call blocks the thread: there is no one to interrupt
        /// it.
        @Override
        public void interrupt() {}
    }
}
