package org.jmill.snippets;

import static org.jmill.Mill.*;

import java.util.random.RandomGenerator;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.world.World;

/// A world in which a choose takes the last of the clauses that are ready.
public final class WorldSnippet {
    private WorldSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        World unfair = new World() { // Real, but for this:
                    @Override
                    public int draw(RandomGenerator random, int bound) {
                        return bound - 1;
                    }
                };
        Mill.run(MillOptions.defaults().world(unfair), () -> {
            Chan<String> left = chmake(3);
            Chan<String> right = chmake(3);
            for (int i = 0; i < 3; i++) {
                chs(left, "left");
                chs(right, "right");
            }
            for (int i = 0; i < 4; i++) {
                choose().in(left, System.out::println)
                        .in(right, System.out::println)
                        .end();
            }
        });
        // @end
    }
}
