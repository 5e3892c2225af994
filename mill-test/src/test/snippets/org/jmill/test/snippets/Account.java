package org.jmill.test.snippets;

import static org.jmill.Mill.*;

import org.jmill.Chan;
import org.jmill.sync.WaitGroup;
import org.jmill.test.Check;
import org.jmill.test.Explore;
import org.jmill.test.Sim;

class Account {
    // @start region="check"
    @Explore
    void moneyIsNotMadeOfNothing() {
        int[] balance = {100};
        Chan<Integer> asked = chmake(0);
        WaitGroup payments = new WaitGroup();
        for (int i = 0; i < 2; i++) {
            int amount = 40 + 20 * Sim.pick(2); // 40 or 60: a search tries both.
            payments.go(() -> {
                if (balance[0] >= amount) {
                    chs(asked, amount); // Somebody else may run now.
                    balance[0] -= amount;
                    Check.sometimes(balance[0] == 0, "all is spent");
                } else {
                    Check.reached("refused");
                }
            });
        }
        go("bank", () -> asked.forEach(_ -> {}));
        payments.await();
        chdone(asked);
        Check.always(balance[0] >= 0, "the balance is not negative");
    }
    // @end
}
