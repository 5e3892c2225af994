package org.jmill.world;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Pools of daemon threads, one for each kind, shared by all mills. Threads are made as needed and kept for ten
/// seconds.
///
/// Calls that wait for one another must not starve: so the limit for those that may do so is high, and
/// `-Djmill.workers.blocking=`, `.streams=`, … set another one.
enum RealWorkers implements Workers {
    INSTANCE;

    private static final int KEEP_SECONDS = 10;
    private static final int MANY = 1024; // Calls that may wait for something that others do.
    private static final int DISKS = 64; // More do not make a disk any faster.
    private static final int LOOK_UPS = 500; // As in Go. Each may take as long as a silent server keeps it.
    private static final String PROPERTY = "jmill.workers.";

    private final Map<Kind, ThreadPoolExecutor> pools = new EnumMap<>(Kind.class);

    RealWorkers() {
        for (Kind kind : Kind.values()) {
            pools.put(kind, pool(kind));
        }
    }

    private static int limit(Kind kind) {
        int usual =
                switch (kind) {
                    case BLOCKING, STREAMS, WATCH -> MANY;
                    case FILES -> DISKS;
                    case NAMES -> LOOK_UPS;
                    case TLS -> Math.max(2, 2 * Runtime.getRuntime().availableProcessors());
                };
        String property = PROPERTY + lower(kind);
        int limit = Integer.getInteger(property, usual);
        if (limit < 1) {
            throw new IllegalArgumentException("-D" + property + "=" + limit + ": there must be at least 1 worker");
        }
        return limit;
    }

    private static String lower(Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    /// The JDK's pool either keeps as many threads as it may have, or never queues. This one hands a call to an idle
    /// thread, else to a new one, and queues it when there may be no more.
    private static ThreadPoolExecutor pool(Kind kind) {
        RejectedExecutionHandler enqueue = (code, pool) -> pool.getQueue().add(code);
        AtomicInteger made = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                limit(kind),
                KEEP_SECONDS,
                TimeUnit.SECONDS,
                new IdleOnly(),
                code -> Thread.ofPlatform()
                        .daemon()
                        .name("jmill-" + lower(kind) + "-" + made.incrementAndGet())
                        .unstarted(code),
                enqueue);
    }

    @Override
    public Future<?> submit(Kind kind, Runnable code) {
        return pools.get(kind).submit(code);
    }

    @Override
    public Load load(Kind kind) {
        ThreadPoolExecutor pool = pools.get(kind);
        return new Load(
                pool.getPoolSize(), pool.getMaximumPoolSize(), pool.getQueue().size());
    }

    /// Takes an offer only if an idle thread waits for it; `add` takes all.
    private static final class IdleOnly extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable code) {
            return tryTransfer(code);
        }

        @Override
        public boolean add(Runnable code) {
            return super.offer(code);
        }
    }
}
