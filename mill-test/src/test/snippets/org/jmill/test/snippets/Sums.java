package org.jmill.test.snippets;

import static org.jmill.Mill.*;

import org.jmill.Chan;
import org.jmill.sync.WaitGroup;
import org.jmill.test.Check;
import org.jmill.test.Explore;
import org.jmill.test.Shared;
import org.jmill.test.Sharing;

class Sums {
    @Explore(sharing = Sharing.CHANNELS_ONLY, delays = 1)
    void pairsDoNotMeet() {
        for (int pair = 1; pair <= 3; pair++) {
            Chan<Integer> ch = chmake(1);
            int value = pair;
            go("sender", () -> chs(ch, value));
            go("receiver", () -> Check.always(chr(ch) == value, "the value is the pair's"));
        }
    }

    @Explore(sharing = Sharing.CHANNELS_ONLY, delays = 1)
    void aVariableIsSharedAfterAll() {
        int[] last = {0};
        Chan<Integer> seen = chmake(2);
        for (int i = 1; i <= 2; i++) {
            int value = i;
            go(() -> {
                yieldNow();
                last[0] = value;
                yieldNow();
                if (last[0] == value) {
                    chs(seen, value);
                }
            });
        }
    }

    // @start region="declared"
    @Explore(sharing = Sharing.DECLARED, delays = 1)
    void noAdditionIsLost() {
        Shared<Integer> sum = new Shared<>(0);
        WaitGroup adders = new WaitGroup();
        for (int i = 1; i <= 3; i++) {
            int part = i;
            adders.go(() -> {
                yieldNow();
                sum.set(sum.get() + part);
                yieldNow();
            });
        }
        adders.await();
        Check.always(sum.get() == 6, "the sum is 6, not " + sum);
    }
    // @end
}
