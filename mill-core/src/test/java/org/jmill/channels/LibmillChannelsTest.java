package org.jmill.channels;

import static org.jmill.Mill.chclose;
import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chdup;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.cls;
import static org.jmill.Mill.go;
import static org.jmill.Mill.goprepare;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.setcls;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// The properties that libmill's own suites (`chan`, `choose`, `cls`, `go`) check, written with its
/// verbs and its habit to hand each coroutine a reference of its own.
class LibmillChannelsTest {
    private static void sendOnce(Chan<Integer> ch, int value, boolean yieldFirst) {
        if (yieldFirst) {
            yieldNow();
        }
        chs(ch, value);
        chclose(ch);
    }

    private static void receiveOnce(Chan<Integer> ch, int expected, boolean yieldFirst) {
        if (yieldFirst) {
            yieldNow();
        }
        assertEquals(expected, chr(ch));
        chclose(ch);
    }

    private static void assertDropped(Chan<?> ch) {
        assertEquals(1, Inside.references(ch), "each coroutine has dropped its reference");
        chclose(ch);
        assertTrue(Inside.isClosed(ch));
    }

    @EveryEngineAndOrder
    void senderAndReceiverMayComeInEitherOrder(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            for (boolean senderIsLate : new boolean[] {true, false}) {
                Chan<Integer> ch = chmake(0);
                go(() -> sendOnce(chdup(ch), 11, senderIsLate));
                assertEquals(11, chr(ch));
                yieldNow();
                go(() -> receiveOnce(chdup(ch), 22, !senderIsLate));
                chs(ch, 22);
                yieldNow();
                assertDropped(ch);
            }
        });
    }

    @EveryEngineAndOrder
    void twoOnTheOtherEndAreServedInTheirOrder(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> sendOnce(chdup(ch), 1, false));
            go(() -> sendOnce(chdup(ch), 2, false));
            assertEquals(1, chr(ch));
            yieldNow();
            assertEquals(2, chr(ch));
            go(() -> receiveOnce(chdup(ch), 3, false));
            go(() -> receiveOnce(chdup(ch), 4, false));
            chs(ch, 3);
            chs(ch, 4);
            yieldNow();
            go(() -> sendOnce(chdup(ch), 5, false));
            go(() -> sendOnce(chdup(ch), 6, false));
            List<Integer> got = new ArrayList<>();
            choose().in(ch, got::add).end();
            choose().in(ch, got::add).end();
            assertEquals(List.of(5, 6), got);
            go(() -> receiveOnce(chdup(ch), 7, false));
            go(() -> receiveOnce(chdup(ch), 8, false));
            choose().out(ch, 7).end();
            choose().out(ch, 8).end();
            yieldNow();
            assertDropped(ch);
        });
    }

    @EveryEngineAndOrder
    void channelsCarryBytesAndStructs(Engine engine, Order order) {
        record Foo(int first, int second) {}
        TestMill.run(engine, order, () -> {
            Chan<Byte> bytes = chmake(byte.class, 0);
            go(() -> chs(bytes, (byte) 111));
            assertEquals((byte) 111, chr(bytes));
            Chan<Foo> foos = chmake(Foo.class, 0);
            go(() -> chs(foos, new Foo(555, 222)));
            assertEquals(new Foo(555, 222), chr(foos));
            Chan<byte[]> large = chmake(byte[].class, 1);
            byte[] kilobyte = new byte[1024];
            chs(large, kilobyte);
            choose().in(large, v -> assertTrue(v == kilobyte)).end();
        });
    }

    @EveryEngineAndOrder
    void aBufferHoldsWhatItShould(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(2);
            chs(ch, 1);
            chs(ch, 2);
            assertEquals(1, chr(ch));
            assertEquals(2, chr(ch));
            chs(ch, 3);
            assertEquals(3, chr(ch));
            chs(ch, 4);
            chs(ch, 5);
            assertEquals(4, chr(ch));
            assertEquals(5, chr(ch));
            choose().out(ch, 6).end();
            choose().in(ch, v -> assertEquals(6, v)).end();
            Chan<Integer> one = chmake(1);
            chs(one, 7);
            go(() -> sendOnce(chdup(one), 8, false));
            assertEquals(7, chr(one));
            assertEquals(8, chr(one));
            yieldNow();
            assertDropped(one);
        });
    }

    @EveryEngineAndOrder
    void chdoneUnblocksAllReceivers(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Chan<Integer> back = chmake(0);
            for (int i = 0; i < 2; i++) {
                go(() -> {
                    receiveOnce(chdup(ch), 9, false);
                    chs(back, 0);
                });
            }
            chdone(ch, 9);
            chr(back);
            chr(back);
            choose().in(ch, v -> assertEquals(9, v)).end();
            assertDropped(ch);
        });
    }

    @EveryEngineAndOrder
    void chooseFindsTheChannelThatHasSomething(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            go(() -> sendOnce(chdup(b), 1, false));
            assertEquals(1, choose().in(a).in(b).end());
            go(() -> sendOnce(chdup(a), 2, true));
            assertEquals(0, choose().in(a).in(b).end());
            yieldNow();
            assertDropped(a);
            assertDropped(b);
        });
    }

    @EveryEngineAndOrder
    void chooseMeetsChoose(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> choose().out(ch, 111).end());
            choose().in(ch, v -> assertEquals(111, v)).end();
        });
    }

    /// Each kind of choice that libmill makes at random, a hundred times each.
    @EveryEngineAndOrder
    void choicesAreRandom(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).fast().run(() -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            go(() -> feed(a, 0));
            go(() -> feed(b, 0));
            assertAllChosen(2, () -> {
                yieldNow();
                return choose().in(a).in(b).end();
            });
            Chan<Integer> outs = chmake(0);
            go(() -> {
                while (true) {
                    choose().out(outs, 0).out(outs, 1).out(outs, 2).end();
                }
            });
            assertAllChosen(3, () -> chr(outs));
            assertAllChosen(3, () -> {
                msleep(now() + 10);
                return chr(outs);
            });
            Chan<Integer> slow = chmake(0);
            go(() -> feed(slow, 10));
            assertAllChosen(3, () -> choose().in(slow).in(slow).in(slow).end());
        });
    }

    private static void feed(Chan<Integer> ch, long everyMs) {
        while (true) {
            if (everyMs > 0) {
                msleep(now() + everyMs);
            }
            chs(ch, 1);
        }
    }

    private static void assertAllChosen(int n, java.util.function.IntSupplier choice) {
        Set<Integer> seen = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            seen.add(choice.getAsInt());
        }
        assertEquals(n, seen.size(), () -> "chosen: " + seen); // Fails by chance in 1 of 10^17.
    }

    @EveryEngineAndOrder
    void otherwiseWithAndWithoutOtherClauses(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            List<String> log = new ArrayList<>();
            Chan<Integer> ch = chmake(0);
            choose().in(ch, v -> log.add("in"))
                    .otherwise(() -> log.add("otherwise"))
                    .end();
            choose().otherwise(() -> log.add("alone")).end();
            assertEquals(List.of("otherwise", "alone"), log);
        });
    }

    @EveryEngineAndOrder
    void deadlinesExpireInTimeAndOnlyThen(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Chan<Integer> ch = chmake(0);
            long start = now();
            assertEquals(Choose.TIMEOUT, choose().in(ch).deadline(start + 50).end());
            assertEquals(start + 50, now());
            go(() -> {
                msleep(start + 100);
                sendOnce(chdup(ch), 4444, false);
            });
            int[] got = {0};
            choose().in(ch, v -> got[0] = v)
                    .deadline(start + 1000, () -> got[0] = -1)
                    .end();
            assertEquals(4444, got[0]);
            assertEquals(start + 100, now());
        });
    }

    @EveryEngineAndOrder
    void theLocalValueStaysWithItsCoroutine(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Object mine = new Object();
            assertNull(cls());
            setcls(mine);
            assertTrue(cls() == mine);
            Coroutine other = go(() -> {
                assertNull(cls(), "a new coroutine starts without");
                Object its = new Object();
                setcls(its);
                yieldNow();
                assertTrue(cls() == its);
            });
            assertTrue(cls() == mine);
            other.join();
            assertTrue(cls() == mine, "also when another has ended");
            go(() -> assertNull(cls(), "also where it takes the place of another"));
        });
    }

    @EveryEngineAndOrder
    void preparedCoroutinesRunLikeOthers(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            goprepare(10, 25_000, 300);
            int[] sum = {0};
            int[][] workers = {{3, 7}, {1, 11}, {2, 5}};
            for (int[] worker : workers) {
                go(() -> {
                    for (int i = 0; i < worker[0]; i++) {
                        sum[0] += worker[1];
                        yieldNow();
                    }
                });
            }
            msleep(now() + 100);
            assertEquals(3 * 7 + 11 + 2 * 5, sum[0]);
            int[] ended = {0};
            for (int i = 0; i < 20; i++) { // More than were prepared.
                go(() -> {
                    msleep(now() + 50);
                    ended[0]++;
                });
            }
            msleep(now() + 100);
            assertEquals(20, ended[0]);
        });
    }
}
