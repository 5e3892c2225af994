package org.jmill;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jmill.world.Workers;
import org.jmill.world.World;

/// Makes the dump of each running mill reachable from outside: `jconsole`, or any other JMX client,
/// finds `org.jmill:type=Mill,name=…` with an operation `dump`.
///
/// Starting the platform's MBean server takes longer than many a program runs; so a daemon thread
/// does it when the process has run mills for a second. `-Djmill.jmx=true` does it at once, `false`
/// never.
final class Management {
    private static final long DELAY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_MS = 5000;

    private enum State {
        /// Nothing is done yet.
        IDLE,
        /// A thread waits for its second.
        WATCHING,
        /// Each mill is registered.
        SERVING,
        /// Something has failed: it is told, and not tried again.
        FAILED
    }

    // IDLE -> WATCHING    the first mill starts
    // IDLE -> SERVING     a mill starts, and the property says "true"
    // WATCHING -> SERVING the same, or the second has passed
    // any -> FAILED       the JVM could not do it

    // Guarded by the class.
    private static final Map<MillRuntime, ObjectName> REGISTERED = new HashMap<>();
    private static State state = State.IDLE;
    private static long made;

    private Management() {}

    /// A mill has been added to those that run.
    static synchronized void started(MillRuntime mill) {
        if (state != State.FAILED && !mode().equals("false") && isPresent()) {
            attempt(() -> follow(mill));
        }
    }

    private static String mode() {
        return System.getProperty("jmill.jmx", "");
    }

    private static boolean isPresent() {
        return ModuleLayer.boot().findModule("java.management").isPresent();
    }

    private static void follow(MillRuntime mill) throws JMException {
        if (state == State.SERVING) {
            register(mill);
        } else if (mode().equals("true")) {
            serve();
        } else if (state == State.IDLE) {
            state = State.WATCHING;
            World.real().workers().submit(Workers.Kind.WATCH, Management::serveLater);
        }
    }

    private static void serveLater() {
        long start = World.real().nanoTime();
        for (long left = DELAY_NS; left > 0; left = DELAY_NS - (World.real().nanoTime() - start)) {
            LockSupport.parkNanos(left);
        }
        synchronized (Management.class) {
            if (state == State.WATCHING) {
                attempt(Management::serve);
            }
        }
    }

    private static void serve() throws JMException {
        state = State.SERVING;
        for (MillRuntime mill : MillRuntime.live()) {
            register(mill);
        }
    }

    /// A mill may come here twice: it is among the live ones before it is announced, and whoever starts the server
    /// in between has met it there.
    private static void register(MillRuntime mill) throws JMException {
        if (REGISTERED.containsKey(mill)) {
            return;
        }
        String name = ObjectName.quote(mill.options.name + "-" + ++made);
        ObjectName object = new ObjectName("org.jmill:type=Mill,name=" + name);
        server().registerMBean(new DumpBean(mill, PATIENCE_MS), object);
        REGISTERED.put(mill, object);
    }

    /// A mill has been removed from those that run.
    static synchronized void ended(MillRuntime mill) {
        ObjectName object = REGISTERED.remove(mill);
        if (object != null) {
            attempt(() -> unregister(object));
        }
    }

    private static void unregister(ObjectName object) throws JMException {
        try {
            server().unregisterMBean(object);
        } catch (InstanceNotFoundException e) {
            // Somebody else has unregistered it: that is what was wanted.
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    // ---- failure

    /// Something that the JVM may refuse.
    private interface Attempt {
        void run() throws JMException;
    }

    /// Does it so that the program, which may not know that it is watched, never notices a failure. The JVM does
    /// not recover from most (a class that was not found once is never found), so nothing is tried again.
    private static void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (JMException | LinkageError | OutOfMemoryError | RuntimeException e) {
            // For want of descriptors, say, or of one more thread, which is an OutOfMemoryError.
            boolean isFirst = state != State.FAILED;
            state = State.FAILED;
            if (isFirst) {
                tell(e);
            }
        }
    }

    private static void tell(Throwable failure) {
        boolean wasAskedFor = mode().equals("true");
        System.Logger.Level level = wasAskedFor ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
        try {
            System.getLogger("org.jmill").log(level, "serve jmx: not available, mills run without it", failure);
        } catch (Error | RuntimeException e) {
            // The log is short of the same things.
        }
    }
}
