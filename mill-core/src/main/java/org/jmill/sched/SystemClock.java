package org.jmill.sched;

/// `System.nanoTime`, moved to an origin a thousand days before the start of the JVM.
enum SystemClock implements Clock {
    INSTANCE;

    private static final long HEAD_START_NS = 1000L * 24 * 60 * 60 * 1_000_000_000;

    private final long originNs = System.nanoTime() - HEAD_START_NS;

    @Override
    public long nowMs() {
        return (System.nanoTime() - originNs) / 1_000_000;
    }
}
