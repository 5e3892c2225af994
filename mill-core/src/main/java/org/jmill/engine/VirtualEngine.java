package org.jmill.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;

/// Strands as virtual threads that are all carried by one thread of their own.
///
/// Each strand is its virtual thread's scheduler: the JDK hands it the task that continues the
/// thread, and the carrier's loop runs that task when the strand's turn comes. A strand suspends
/// with `Thread.yield`, which, unlike `park`, neither leaves a permit behind nor returns at once
/// when the thread's interrupt flag is set. A strand that blocks in Java code (a lock, `sleep`, a
/// socket) comes back to the loop in the same way, without having named anybody; the scheduler is
/// then asked, and told when the strand can go on.
///
/// The carrier is not the calling thread, since mounting a virtual thread clears its carrier's
/// interrupt flag: the caller waits for the carrier, and passes interrupts on.
///
/// Invariants:
/// - I1 `running` is the strand that the carrier runs, or last ran.
/// - I2 A strand learns its `task` while it is started, before any other thread can know it as a scheduler; any other
///   task is that of a virtual thread which user code started in a coroutine, and which may wake up at any time.
/// - I3 `ours` is true only from just before our own `Thread.yield` until the JDK hands in the strand's task; any other
///   hand-in of that task is the end of a blocking Java call.
public final class VirtualEngine implements StrandEngine {
    private static final MethodHandle NEW_THREAD = findNewThread();
    private static final Executor DEFAULT_SCHEDULER = findDefaultScheduler();

    private final Dispatcher dispatcher;
    private final Thread.UncaughtExceptionHandler onFailure = (thread, t) -> failure = t; // It takes no frame.
    private VirtualStrand main;
    private VirtualStrand running;
    private VirtualStrand target;
    private boolean mainEnded;
    private Throwable failure; // What ended the carrier's loop early; of the scheduler, never of user code.

    /// @param dispatcher asked for the next strand whenever none was named
    public VirtualEngine(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /// Whether the JVM lets us give virtual threads a scheduler of our own.
    public static boolean isAllowed() {
        return NEW_THREAD != null && DEFAULT_SCHEDULER != null;
    }

    @Override
    public void run(Runnable body) {
        main = new VirtualStrand("main", body);
        Thread carrier = new Thread(this::carry, "jmill-carrier-of-" + callerName());
        carrier.start();
        boolean interrupted = false;
        while (true) {
            try {
                carrier.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                dispatcher.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            Rethrow.unchecked(failure);
        }
    }

    private static String callerName() {
        return Thread.currentThread().getName();
    }

    /// The carrier's loop: runs one strand after the other until main has ended.
    private void carry() {
        try {
            VirtualStrand next = main;
            while (true) {
                resume(next);
                if (mainEnded || failure != null) {
                    return;
                }
                next = target;
                target = null;
                if (next == null) {
                    next = (VirtualStrand) dispatcher.next();
                }
            }
        } catch (Throwable t) {
            failure = t;
        }
    }

    private void resume(VirtualStrand strand) {
        running = strand;
        if (strand.task == null) {
            strand.thread.start(); // Which hands in the task.
        }
        strand.task.run();
    }

    @Override
    public Strand strand(String name, Runnable body) {
        return new VirtualStrand(name, body);
    }

    @Override
    public Strand main() {
        return main;
    }

    @Override
    public void transfer(Strand next) {
        VirtualStrand self = running;
        if (--self.untilCheck == 0) {
            self.checkDepth();
        }
        target = (VirtualStrand) next;
        self.ours = true;
        try {
            Thread.yield();
        } catch (Throwable t) { // For want of stack, or memory.
            self.ours = false;
            target = null;
            throw t;
        }
        if (self.ours) {
            self.ours = false;
            target = null;
            throw new PinnedException("native frame or class initialiser");
        }
    }

    @Override
    public void finish(Strand next) {
        mainEnded = running == main;
        target = (VirtualStrand) next;
    }

    @Override
    public boolean idlesAtRoot() {
        return true;
    }

    @Override
    public boolean threadPerStrand() {
        return true;
    }

    private static MethodHandle findNewThread() {
        try {
            Class<?> builders = Class.forName("java.lang.ThreadBuilders");
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(builders, MethodHandles.lookup());
            MethodType type =
                    MethodType.methodType(Thread.class, Executor.class, String.class, int.class, Runnable.class);
            return lookup.findStatic(builders, "newVirtualThread", type);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null; // Not opened to us, or another JDK: isAllowed() says so.
        }
    }

    private static Executor findDefaultScheduler() {
        try {
            Class<?> virtual = Class.forName("java.lang.VirtualThread");
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(virtual, MethodHandles.lookup());
            MethodType type = MethodType.methodType(Executor.class);
            return (Executor)
                    lookup.findStatic(virtual, "defaultScheduler", type).invoke();
        } catch (Throwable e) {
            return null;
        }
    }

    /// A virtual thread, and the scheduler of that thread.
    private final class VirtualStrand implements Strand, Executor {
        private final Runnable body;
        private final Thread thread;

        // Continues `thread`: always the same object. null = not started. Written once, by the carrier; a thread that
        // inherits this scheduler was made later, and so sees it.
        private Runnable task;

        private int checkEvery = Depth.CHECK_FIRST;
        private int untilCheck = Depth.CHECK_FIRST;
        private boolean ours; // The carrier's; another thread reads it only while this one is blocked in a Java call.

        VirtualStrand(String name, Runnable body) {
            this.body = body;
            try {
                this.thread = (Thread) NEW_THREAD.invokeExact((Executor) this, name, 0, body);
                thread.setUncaughtExceptionHandler(onFailure);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        /// @throws StackOverflowError if it is too deep in calls
        private void checkDepth() {
            long frames = Depth.frames();
            checkEvery = Depth.checkEvery(checkEvery, Depth.isDeep(frames));
            untilCheck = checkEvery;
            Depth.limit(frames);
        }

        /// Called by the JDK when the thread has something to do. A virtual thread that user code
        /// starts inside a coroutine inherits this scheduler, and so do those that it starts: their
        /// tasks go where they would have gone.
        @Override
        public void execute(Runnable handedIn) {
            if (task == null) {
                task = handedIn; // I2
            } else if (handedIn != task) {
                DEFAULT_SCHEDULER.execute(handedIn);
            } else if (ours) {
                ours = false;
            } else {
                dispatcher.runnable(body);
            }
        }

        @Override
        public Thread thread() {
            return thread;
        }

        @Override
        public StackTraceElement[] stackTrace() {
            return thread.getStackTrace();
        }

        @Override
        public void interrupt() {
            thread.interrupt();
        }
    }
}
