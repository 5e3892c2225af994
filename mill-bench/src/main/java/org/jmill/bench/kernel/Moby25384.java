package org.jmill.bench.kernel;

import static org.jmill.Mill.go;

import java.util.List;
import org.jmill.sync.WaitGroup;

/// A coroutine for each plugin initializes it, and a wait group counts them; but it is waited for within the loop that
/// starts them. With one plugin that does no harm.
///
/// Mended: it is waited for behind the loop.
final class Moby25384 {
    static final Kernel KERNEL = new Kernel(
            "moby_25384",
            Group.WAIT_GROUPS,
            "waits for all plugins before the second one is started",
            version -> go("manager", () -> initialize(version)));

    private static final List<String> PLUGINS = List.of("volume", "network");

    private Moby25384() {}

    private static void initialize(Version version) {
        WaitGroup group = new WaitGroup().named("plugins");
        group.add(PLUGINS.size());
        for (String plugin : PLUGINS) {
            go(plugin, group::done);
            if (version == Version.FAULTY) {
                group.await();
            }
        }
        group.await();
    }
}
