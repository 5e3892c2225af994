package org.jmill.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jmill.world.Poller;
import org.jmill.world.World;

/// The real world, but for its resolver; and in virtual time, if that is wanted.
final class ResolvingWorld implements World {
    /// Finds the addresses of a name, on a worker's thread.
    @FunctionalInterface
    interface Resolver {
        List<InetAddress> lookUp(String host) throws UnknownHostException;
    }

    final AtomicInteger asked = new AtomicInteger(); // How often.
    private final World time;
    private final org.jmill.world.Names names;

    ResolvingWorld(Resolver resolver) {
        this(World.real(), resolver);
    }

    /// @param time whose clock and poller it has
    ResolvingWorld(World time, Resolver resolver) {
        this.time = time;
        names = host -> {
            asked.incrementAndGet();
            return resolver.lookUp(host);
        };
    }

    /// A world whose resolver says nothing until the latch is open, and then that there is no such host. As a system's,
    /// it does not care for interrupts.
    static ResolvingWorld silent(CountDownLatch until) {
        return silent(World.real(), until);
    }

    /// @param time whose clock and poller it has
    static ResolvingWorld silent(World time, CountDownLatch until) {
        return new ResolvingWorld(time, host -> {
            boolean interrupted = false;
            while (until.getCount() > 0) {
                try {
                    until.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        });
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Poller poller() {
        return time.poller();
    }

    @Override
    public org.jmill.world.Names names() {
        return names;
    }
}
