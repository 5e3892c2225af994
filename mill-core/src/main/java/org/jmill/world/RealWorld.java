package org.jmill.world;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/// This machine. All of it is what [World]'s methods give by themselves; the parts stand here.
enum RealWorld implements World {
    INSTANCE;

    static final Names NAMES = new Names() {
        @Override
        public List<InetAddress> lookUp(String host) throws UnknownHostException {
            return List.of(InetAddress.getAllByName(host));
        }

        @Override
        public List<InetAddress> ofInterface(String name) throws SocketException {
            NetworkInterface found = NetworkInterface.getByName(name);
            return found == null ? List.of() : found.inetAddresses().toList();
        }
    };

    /// The origin lies a thousand days before the start of the JVM: a point of time a while ago is not negative by
    /// accident (negative deadlines mean "none").
    private static final long HEAD_START_NS = 1000L * 24 * 60 * 60 * 1_000_000_000;

    private static final long ORIGIN_NS = System.nanoTime() - HEAD_START_NS;

    static long nanos() {
        return System.nanoTime() - ORIGIN_NS;
    }

    static Runnable hook(Runnable action) {
        Thread hook = Thread.ofPlatform().name("jmill-shutdown").unstarted(action);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            return null; // The process ends already.
        }
        return () -> forget(hook);
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            assert hook.getState() != null : "the process ends, and the hook with it";
        }
    }

    @Override
    public String toString() {
        return "real world";
    }
}
