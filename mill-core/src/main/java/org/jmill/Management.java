package org.jmill;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/// Makes the dump of each running mill reachable from outside: `jconsole`, or any other JMX client,
/// finds `org.jmill:type=Mill,name=…` with an operation `dump`.
///
/// Starting the platform's MBean server takes longer than many a program runs; so a daemon thread
/// does it when the process has run mills for a second. `-Djmill.jmx=true` does it at once, `false`
/// never.
final class Management {
    private static final long DELAY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_MS = 5000;

    // Guarded by the class.
    private static final Map<MillRuntime, ObjectName> REGISTERED = new HashMap<>();
    private static boolean watching;
    private static boolean serving;
    private static long made;

    private Management() {}

    /// A mill has been added to those that run.
    static synchronized void started(MillRuntime mill) {
        String mode = System.getProperty("jmill.jmx", "");
        if (mode.equals("false")
                || ModuleLayer.boot().findModule("java.management").isEmpty()) {
            return;
        }
        if (serving) {
            register(mill);
        } else if (mode.equals("true")) {
            serve();
        } else if (!watching) {
            watching = true;
            Thread.ofPlatform().daemon().name("jmill-management").start(Management::serveLater);
        }
    }

    private static void serveLater() {
        long start = System.nanoTime();
        for (long left = DELAY_NS; left > 0; left = DELAY_NS - (System.nanoTime() - start)) {
            LockSupport.parkNanos(left);
        }
        try {
            serve();
        } catch (LinkageError | RuntimeException e) {
            // For want of descriptors, say. A program that nobody watches must not notice.
            System.getLogger("org.jmill").log(System.Logger.Level.DEBUG, "serve jmx: not available", e);
        }
    }

    private static synchronized void serve() {
        serving = true;
        for (MillRuntime mill : MillRuntime.live()) {
            register(mill);
        }
    }

    private static void register(MillRuntime mill) {
        try {
            String name = ObjectName.quote(mill.options.name + "-" + ++made);
            ObjectName object = new ObjectName("org.jmill:type=Mill,name=" + name);
            server().registerMBean(new DumpBean(mill, PATIENCE_MS), object);
            REGISTERED.put(mill, object);
        } catch (JMException e) {
            System.getLogger("org.jmill")
                    .log(System.Logger.Level.WARNING, "register " + mill + ": not visible to JMX", e);
        }
    }

    /// A mill has been removed from those that run.
    static synchronized void ended(MillRuntime mill) {
        ObjectName object = REGISTERED.remove(mill);
        if (object != null) {
            try {
                server().unregisterMBean(object);
            } catch (JMException e) {
                // Somebody else has unregistered it: that is what was wanted.
            }
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }
}
