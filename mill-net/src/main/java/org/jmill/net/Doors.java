package org.jmill.net;

import java.net.UnixDomainSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.world.World;
import org.jspecify.annotations.Nullable;

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

    /// The file of this path where the world has its files: the JDK's address of a unix socket knows this machine's
    /// paths alone.
    static Path file(UnixDomainSocketAddress address) {
        World world = Mill.world();
        return given(world, "files", world.files()).getPath(address.getPath().toString());
    }

    /// The directory for temporary files there.
    ///
    /// @throws java.nio.file.InvalidPathException if it is none
    static Path temporary(String directory) {
        World world = Mill.world();
        return given(world, "files", world.files()).getPath(directory);
    }

    private static <T extends @Nullable Object> T given(World world, String what, T answer) {
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
