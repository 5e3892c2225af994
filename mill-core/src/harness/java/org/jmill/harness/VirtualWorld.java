package org.jmill.harness;

import org.jmill.world.Poller;
import org.jmill.world.World;

/// The real world but for its time and its descriptors, which a test holds in its hand. For one run.
public final class VirtualWorld implements World {
    public final VirtualClock clock = new VirtualClock();
    public final SimulatedPoller poller = new SimulatedPoller(clock);

    @Override
    public long nanoTime() {
        return clock.nowNs();
    }

    @Override
    public Poller poller() {
        return poller;
    }
}
