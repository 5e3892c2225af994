package org.jmill.examples.net.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.jmill.Mill;
import org.junit.jupiter.api.Test;

class StoreTest {
    @Test
    void valueThatIsToExpireAgainAndAgainTakesMemoryOnce() {
        Mill.run(() -> {
            Budget memory = new Budget(1 << 20);
            Store store = new Store(memory);
            store.set("k", new byte[10]);
            store.expire("k", Mill.now() + 1_000_000);
            long taken = memory.taken();
            for (int i = 0; i < 100_000; i++) {
                store.expire("k", Mill.now() + 1_000_000 + i);
            }
            assertEquals(taken, memory.taken());
            store.checkInvariants();
        });
    }

    @Test
    void memoryIsChargedForWhatIsThere() {
        Mill.run(() -> {
            Random random = new Random(5);
            Store store = new Store(new Budget(40_000));
            int refused = 0;
            for (int i = 0; i < 100_000; i++) {
                try {
                    act(store, random);
                } catch (Refusal e) {
                    refused++;
                }
                if (i % 100 == 0) {
                    store.checkInvariants();
                }
            }
            assertTrue(refused > 0, "the limit was never met");
            store.clear();
            store.checkInvariants();
        });
    }

    private static void act(Store store, Random random) {
        String key = "key" + random.nextInt(200);
        byte[] value = new byte[random.nextInt(200)];
        switch (random.nextInt(8)) {
            case 0 -> store.remove(key);
            case 1 -> store.replace(key, value);
            case 2 -> store.expire(key, Mill.now() + random.nextInt(20) - 2);
            case 3 -> store.persist(key);
            case 4 -> store.set(key, value, Mill.now() + random.nextInt(20));
            case 5 -> store.sweep();
            case 6 -> store.keys();
            default -> store.set(key, value);
        }
    }
}
