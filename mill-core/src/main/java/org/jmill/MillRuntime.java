package org.jmill;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jmill.sched.Scheduler;
import org.jmill.sched.StrictCheck;
import org.jmill.trace.FlightEvents;
import org.jmill.trace.Origins;
import org.jmill.trace.Trace;
import org.jmill.world.Fault;
import org.jmill.world.World;
import org.jspecify.annotations.Nullable;

/// One running mill: its scheduler and what the façade keeps beside it.
///
/// A verb finds its mill by the calling thread, in a small table indexed by the thread's number; on
/// a miss all running mills are asked. No thread local is used, since each coroutine may be a
/// thread.
///
/// Invariant I1: `LIVE` holds exactly the mills between the start and the end of their [#run].
final class MillRuntime {
    private static final int CACHE_SIZE = 64;

    // Written and read without ordering: an entry counts only if its scheduler says that it runs on the calling
    // thread, which no stale entry can.
    private static final MillRuntime[] CACHE = new MillRuntime[CACHE_SIZE];

    /// Subclasses of what the frames of a parked coroutine work on: if one were loaded only later, the compiled
    /// code of all these frames would be thrown away, and each coroutine that wakes would pay 10 µs for that.
    /// And what the end of a mill needs, when there may be no descriptor left to read it from.
    private static final Class<?>[] LOADED_EARLY = {
        Clause.class,
        ChannelEnd.class,
        CoroRoutine.class,
        ForkRoutine.class,
        Inbox.class,
        Signal.class,
        FdwaitException.class
    };

    private static volatile MillRuntime[] live = {}; // Copied on write, guarded by the class.

    final Scheduler scheduler;
    final MillOptions options;
    final Engine engine;
    final RandomGenerator random;
    final ChannelRegistry channels = new ChannelRegistry();
    final StallWatch stalls;
    final UnendedChooses chooses; // null = not in strict mode
    final AbandonedRuns abandoned = new AbandonedRuns();
    private final boolean sites; // Whether creation sites are recorded.
    private final Set<Inbox<?>> inboxes = new LinkedHashSet<>(); // Open ones; the mill's thread only.
    private Routine[] prepared = {}; // By goprepare.
    private int preparedCount;

    private MillRuntime(MillOptions options, Engine engine) {
        this.options = options;
        this.engine = engine;
        this.random = options.newRandom();
        this.sites = options.strict;
        this.chooses = options.strict ? new UnendedChooses() : null;
        boolean checkMonitors = options.strict && engine == Engine.CONTINUATION;
        this.scheduler = new Scheduler(
                Engines.factory(engine),
                options.world,
                options.name,
                new ErrorMessages(this),
                options.order() == Order.LIBMILL ? 1 : Scheduler.OPERATIONS_IN_A_ROW,
                checkMonitors ? new StrictCheck() : null);
        scheduler.atEachPoll(abandoned::cancel);
        this.stalls = new StallWatch(this, options.stallLimitMs());
    }

    // ---- life

    /// Runs a mill on the calling thread and throws what ended it.
    ///
    /// @param verb what was called, for the message
    static void run(String verb, MillOptions options, Body<?> main) {
        MillRuntime outer = find(Thread.currentThread());
        if (outer != null) {
            throw new MillPanic(verb + " mill: "
                    + outer
                    + " already runs on this thread; use go() for concurrency inside it, or"
                    + " run another mill on another thread");
        }
        if (options.world == World.real()) {
            FlightEvents.watch(WaitingReport::make);
        } else {
            Fault.askFrom(MillRuntime::worldHere);
        }
        Engine engine = Engines.resolve(options.engine);
        if (options.strict) {
            checkCaller(verb, engine);
        }
        MillRuntime mill = new MillRuntime(options, engine);
        MainRoutine routine = new MainRoutine(mill, main);
        Throwable failure;
        Shutdown shutdown = null;
        add(mill);
        try {
            shutdown = Shutdown.listen(mill);
            failure = mill.judged(mill.scheduler.run(routine));
        } finally {
            try {
                mill.end();
            } finally {
                if (shutdown != null) {
                    shutdown.end();
                }
            }
        }
        if (failure != null && !(verb.equals("run") && shutdown != null && shutdown.hasCaused(failure))) {
            TraceEnd.leavesMill(failure, routine);
            throw MillRuntime.<RuntimeException>sneak(failure);
        }
    }

    /// A monitor of the caller is nobody's inside where main is a thread of its own, and who wants it waits for ever.
    private static void checkCaller(String verb, Engine engine) {
        String monitor = engine == Engine.CONTINUATION ? null : StrictCheck.heldByCaller();
        if (monitor != null) {
            throw new MillPanic(verb + " mill: the calling thread holds the monitor of " + monitor
                    + ", and main, which is another thread on " + engine + ", does not; leave synchronized blocks"
                    + " before, or use Engine.CONTINUATION");
        }
    }

    /// What has ended the mill, in the light of strict mode.
    private Throwable judged(Throwable failure) {
        if (chooses == null) {
            return failure;
        }
        if (failure instanceof DeadlockException deadlock) {
            chooses.addTo(deadlock);
        }
        return failure == null ? chooses.fault() : failure;
    }

    /// There may be no memory left for one of the steps; the others are taken then, too.
    private void end() {
        try {
            inboxes.forEach(Inbox::millEnded);
            inboxes.clear(); // A handle on a coroutine, kept for long, holds the mill.
        } finally {
            scheduler.end();
            stalls.ended();
            try {
                remove(this);
            } finally {
                if (scheduler.wasInterrupted()) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /// The world of the calling thread's mill, or the real one.
    static World worldHere() {
        MillRuntime mill = find(Thread.currentThread());
        return mill == null ? World.real() : mill.options.world;
    }

    /// Throws any exception as if it were unchecked.
    @SuppressWarnings("unchecked")
    static <X extends Throwable> X sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }

    private static synchronized void add(MillRuntime mill) {
        MillRuntime[] more = java.util.Arrays.copyOf(live, live.length + 1);
        more[live.length] = mill;
        live = more;
        if (mill.options.world == World.real()) { // Simulated ones come and go by the hundred thousand.
            Management.started(mill);
            Watch.started();
        }
    }

    private static synchronized void remove(MillRuntime mill) {
        MillRuntime[] fewer = new MillRuntime[live.length - 1];
        int kept = 0;
        for (MillRuntime other : live) {
            if (other != mill) {
                fewer[kept++] = other;
            }
        }
        live = fewer;
        for (int i = 0; i < CACHE_SIZE; i++) {
            if (CACHE[i] == mill) {
                CACHE[i] = null;
            }
        }
        if (mill.options.world == World.real()) {
            Management.ended(mill);
        }
    }

    /// All running mills.
    static MillRuntime[] live() {
        return live;
    }

    // ---- the current mill

    /// The mill that runs on the calling thread.
    ///
    /// @param verb what was called, for the message
    static MillRuntime current(String verb) {
        Thread thread = Thread.currentThread();
        MillRuntime mill = CACHE[(int) thread.threadId() & (CACHE_SIZE - 1)];
        if (mill == null || !mill.scheduler.isOnThread()) {
            mill = find(thread);
            if (mill == null) {
                throw ErrorMessages.outside(verb);
            }
        }
        return mill;
    }

    /// The mill that runs on the calling thread, or null.
    static MillRuntime here() {
        return find(Thread.currentThread());
    }

    private static MillRuntime find(Thread thread) {
        for (MillRuntime mill : live) {
            if (mill.scheduler.isOnThread()) {
                CACHE[(int) thread.threadId() & (CACHE_SIZE - 1)] = mill;
                return mill;
            }
        }
        return null;
    }

    // ---- coroutines

    Coroutine go(String name, Body<?> body) {
        if (body == null) {
            throw new MillPanic("go: body is null; give it the code to run");
        }
        Routine self = (Routine) scheduler.enterQuietly();
        Routine child = newRoutine(name, body);
        child.inheritFrom(self);
        scheduler.spawn(child);
        return new Coroutine(child);
    }

    Routine newRoutine(String name, Body<?> body) {
        String created = sites || Trace.on ? Origins.caller() : null;
        if (preparedCount > 0 && name == null) {
            Routine ready = prepared[--preparedCount];
            prepared[preparedCount] = null;
            ready.assign(created, body);
            return ready;
        }
        return new Routine(this, scheduler.newId(), name, created, body);
    }

    Routine newRoutine(String name, Fork<?> fork) {
        return new ForkRoutine(fork, this, scheduler.newId(), name, sites || Trace.on ? Origins.caller() : null);
    }

    /// Makes coroutines ahead of time.
    void prepare(int count) {
        int others = scheduler.living() - 1;
        if (others > 0) {
            String exist = others == 1 ? " coroutine exists" : " coroutines exist";
            throw new MillPanic("goprepare: too late, " + others + exist + "; call it before the first go()");
        }
        prepared = new Routine[count];
        preparedCount = count;
        for (int i = count - 1; i >= 0; i--) {
            prepared[i] = new Routine(this, scheduler.newId(), null, null, null);
            scheduler.prepare(prepared[i]);
        }
    }

    /// @param intake who gives it its values; null = whoever gets it
    <T extends @Nullable Object> Inbox<T> newInbox(int capacity, @Nullable Intake<T> intake) {
        Inbox<T> inbox = new Inbox<>(this, capacity, intake);
        inboxes.add(inbox);
        return inbox;
    }

    /// It was closed, and nobody waits for it any more.
    void forget(Inbox<?> inbox) {
        inboxes.remove(inbox);
    }

    /// Where the caller stands, if such things are recorded.
    String site() {
        return sites || Trace.on ? Origins.caller() : null;
    }

    @Override
    public String toString() {
        return options.name.equals("mill") ? "mill" : "mill " + options.name;
    }
}
