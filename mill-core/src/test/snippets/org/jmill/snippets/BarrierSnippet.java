package org.jmill.snippets;

import static org.jmill.Mill.*;

import java.util.List;
import org.jmill.Mill;
import org.jmill.sync.Barrier;

/// Two work in rounds.
public final class BarrierSnippet {
    private BarrierSnippet() {}

    public static void main(String[] args) {
        // @start region="example"
        Mill.run(() -> {
            Barrier round = new Barrier(2);
            for (String who : List.of("Ann", "Bob")) {
                go(() -> {
                    for (int i = 1; i <= 2; i++) {
                        System.out.println(who + " " + i);
                        round.await();
                    }
                });
            }
            msleep(now() + 1);
        });
        // @end
    }
}
