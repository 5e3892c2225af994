package org.jmill.test;

import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.test.search.LeftBehind;

/// One run in the real world.
final class RealRun {
    private static final int ROUNDS_MAX = 1_000; // Of all who are ready; who is then, spins.

    private RealRun() {}

    static void run(Body<?> body, Engine engine, MillTest options) throws Exception {
        MillOptions real = MillOptions.defaults()
                .engine(engine)
                .order(options.order())
                .seed(options.seed())
                .strict(true)
                .name("test");
        Mill.run(real, () -> {
            body.run();
            if (options.leftovers() == Leftovers.FAIL) {
                nobodyLeft();
            }
        });
    }

    /// Whoever is ready may come to an end; who waits is left behind.
    private static void nobodyLeft() {
        for (int round = 0; round < ROUNDS_MAX && Mill.living() > 1; round++) {
            Mill.yield();
        }
        if (Mill.living() > 1) {
            throw LeftBehind.error();
        }
    }
}
