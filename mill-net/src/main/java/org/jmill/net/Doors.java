package org.jmill.net;

import java.nio.channels.spi.SelectorProvider;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.world.World;

/// What the world hands out, which is there; one that hands out nothing is named, rather than its absence found deep
/// inside of a call.
final class Doors {
    private Doors() {}

    /// The provider of the calling coroutine's world.
    static SelectorProvider sockets() {
        World world = Mill.world();
        return given(world, "sockets", world.sockets());
    }

    /// The resolver of this world.
    static org.jmill.world.Names names(World world) {
        return given(world, "names", world.names());
    }

    private static <T> T given(World world, String what, T answer) {
        if (answer == null) {
            throw breach("ask " + world, world, what + " gives something, never null");
        }
        return answer;
    }

    /// The world has broken its contract.
    ///
    /// @param what was done
    static MillPanic breach(String what, World world, String rule) {
        return new MillPanic(what + ": world " + world + " breaks a rule: " + rule);
    }
}
