package org.jmill.test;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.DatagramChannel;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What users do wrong, and what they are told.
final class BadInputTest {
    private static final String DIFFERS = "two runs of the same schedule differ: at decision ";

    private static volatile boolean isOver; // Ends the loops that nobody else can end.

    @AfterEach
    void endLoops() {
        isOver = true;
        System.clearProperty("jmill.test.patience");
    }

    private static String error(Body<?> body) {
        return assertThrows(AssertionError.class, () -> Explorer.of(body).run()).getMessage();
    }

    // ---- not deterministic

    @Test
    void ownRandomIsFoundByRunningTwice() {
        String text = error(() -> {
            go("first", () -> {});
            go("drawn " + UUID.randomUUID(), () -> {});
        });
        assertTrue(text.startsWith(DIFFERS + "1, step "), text);
        assertTrue(text.contains("a random generator of its own"), text);
    }

    @Test
    void wallClockIsFoundByRunningTwice() {
        String text = error(() -> {
            Chan<Integer> ch = chmake(1);
            chs(ch, 1);
            go("at " + System.nanoTime(), () -> {});
        });
        assertTrue(text.startsWith(DIFFERS) && text.contains("a clock of the real world"), text);
    }

    @Test
    void staticThatSurvivesIsFoundByRunningTwice() {
        int[] runs = {0};
        String text = error(() -> {
            for (int i = 0; i < runs[0]; i++) {
                Mill.yield();
            }
            runs[0]++;
        });
        assertTrue(text.startsWith(DIFFERS) && text.contains("a static that survives the run"), text);
    }

    @Test
    void runsThatOnlyFailDifferentlyAreFoundToo() {
        int[] runs = {0};
        String text = error(() -> assertEquals(0, runs[0]++));
        assertTrue(text.startsWith(DIFFERS) && text.contains("ends by AssertionFailedError"), text);
    }

    // ---- other threads

    @Test
    void threadThatOffersToAnInboxIsRefusedByName() {
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        Report report = Explorer.of(() -> {
                    Inbox<Integer> inbox = Mill.inbox(1);
                    foreign(() -> inbox.offer(1), refusal);
                    chr(chmake(0));
                })
                .run();
        refused(report, refusal.get());
    }

    @Test
    void threadThatRaisesASignalIsRefusedByName() {
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        Report report = Explorer.of(() -> {
                    Signal signal = Mill.signal();
                    foreign(signal::raise, refusal);
                    signal.await();
                })
                .run();
        refused(report, refusal.get());
    }

    private static void foreign(Runnable code, AtomicReference<Throwable> refusal) throws InterruptedException {
        Thread thread = Thread.ofPlatform().name("stranger").unstarted(() -> {
            try {
                code.run();
            } catch (Throwable t) {
                refusal.set(t);
            }
        });
        thread.start();
        thread.join();
    }

    private static void refused(Report report, Throwable refusal) {
        assertTrue(
                report.failure().getMessage().startsWith("thread stranger has reached for the mill"), report::toString);
        assertInstanceOf(IllegalStateException.class, refusal);
        assertTrue(refusal.getMessage().startsWith("reach mill: thread stranger is none of the mill's"));
    }

    // ---- real channels

    @Test
    void channelOfTheRealWorldIsRefused() {
        Sim.run(() -> {
            try (DatagramChannel real = DatagramChannel.open()) {
                real.configureBlocking(false);
                MillPanic refusal = assertThrows(MillPanic.class, () -> Mill.fdwait(real, Mill.FDW_IN, Mill.now() + 1));
                assertTrue(
                        refusal.getMessage().contains("channel is of another provider than those of simulated"),
                        refusal::getMessage);
            }
        });
    }

    // ---- tokens

    private static void lost() {
        Chan<Integer> ch = chmake(0);
        go("late", () -> chs(ch, 1));
        if (Sim.pick(2) == 0) {
            chr(ch);
        }
    }

    private static final Explorer ONE = Explorer.of(BadInputTest::lost).named("one");

    private static String refusal(String token) {
        return assertThrows(
                        IllegalArgumentException.class, () -> ONE.replay(token).run())
                .getMessage();
    }

    @Test
    void tokenOfAnotherTestIsRefused() {
        String token = ONE.named("another").run().token();
        assertEquals(
                "replay " + token + ": of another test than one; give it to the one that has printed it",
                refusal(token));
    }

    @Test
    void tokenOfAnotherVersionIsRefused() {
        String token = ONE.run().token().replace("J1-", "J2-");
        assertEquals("replay " + token + ": of version 2, this is version 1; run the search again", refusal(token));
    }

    @Test
    void tokenThatIsCutShortOrMistypedIsRefused() {
        String token = ONE.run().token();
        for (int length = 1; length < token.length(); length++) {
            String cut = token.substring(0, length);
            assertTrue(refusal(cut).contains("cut short"), cut);
        }
        for (int i = "J1-".length(); i < token.length(); i++) {
            char wrong = token.charAt(i) == '7' ? '8' : '7';
            String mistyped = token.substring(0, i) + wrong + token.substring(i + 1);
            assertTrue(refusal(mistyped).startsWith("replay " + mistyped + ": "), mistyped);
        }
        assertTrue(refusal("nonsense").contains("not a token"));
    }

    @Test
    void tokenThatDoesNotFitTheCodeAnyMoreSaysWhere() {
        String token = ONE.run().token();
        Body<RuntimeException> changed = () -> {};
        String text = assertThrows(
                        IllegalArgumentException.class,
                        () -> Explorer.of(changed).named("one").replay(token).run())
                .getMessage();
        assertTrue(text.contains("does not fit the code any more: deviation 1 of 1, at decision "), text);
    }

    // ---- numbers

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertEquals(
                "schedules: 0; it is at least 1: the default one",
                assertThrows(IllegalArgumentException.class, () -> ONE.schedules(0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> ONE.delays(-1));
        assertThrows(IllegalArgumentException.class, () -> ONE.steps(0));
        assertThrows(IllegalArgumentException.class, () -> ONE.limit(java.time.Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Sim.pick(0));
        assertThrows(NullPointerException.class, () -> Explorer.of(null));
        assertThrows(NullPointerException.class, () -> Sim.run(null));
    }

    // ---- no end

    @Test
    void loopWithoutAVerbIsFoundAndSaysWhoAndWhere() {
        System.setProperty("jmill.test.patience", "300");
        isOver = false;
        String text = error(() -> {
            Chan<Integer> ch = chmake(0);
            go("computer", () -> {
                chr(ch);
                compute();
            });
            chs(ch, 1);
            chr(chmake(0));
        });
        assertTrue(text.startsWith("no verb for 300 ms of real time"), text);
        assertTrue(
                text.contains("{1} computer, at\n") && text.contains("BadInputTest.compute(BadInputTest.java:"), text);
    }

    private static void compute() {
        while (!isOver) {
            Thread.onSpinWait();
        }
    }

    @Test
    void loopWithoutAnEndIsFound() {
        Report report = Explorer.of(() -> {
                    while (true) {
                        Mill.yield();
                    }
                })
                .steps(500)
                .run();
        assertTrue(report.failure().getMessage().startsWith("no end within 500 steps"), report::toString);
    }

    @Test
    void loopThatOnlyYieldsIsFoundInASingleRunToo() {
        String text = assertThrows(
                        AssertionError.class,
                        () -> Sim.run(() -> {
                            while (true) {
                                Mill.yield();
                            }
                        }))
                .getMessage();
        assertTrue(text.startsWith("no end: those who do not wait only yield"), text);
    }

    @Test
    void bodyThatCatchesEverythingIsGivenUp() {
        String text = assertThrows(
                        AssertionError.class,
                        () -> Explorer.of(() -> {
                                    while (true) {
                                        try {
                                            Mill.yield();
                                        } catch (Throwable t) {
                                            // Goes on.
                                        }
                                    }
                                })
                                .steps(500)
                                .run())
                .getMessage();
        assertTrue(text.startsWith("no end within 500 steps") && text.contains("somebody caught that"), text);
        assertTrue(text.contains("BadInputTest"), text);
    }

    @Test
    void checkThatIsCaughtFailsNevertheless() {
        Report report = Explorer.of(() -> {
                    try {
                        Check.always(Sim.pick(2) == 0, "zero");
                    } catch (Throwable t) {
                        Mill.yield();
                    }
                })
                .run();
        assertEquals("always: zero", report.failure().getMessage());
    }

    /// What fails with two deviations is endless with one of them: that is another failure, and is not taken for it.
    @Test
    void stepLimitInTheShrinkerIsAnotherFailure() {
        Body<RuntimeException> body = () -> {
            int first = Sim.pick(1_000);
            int second = Sim.pick(2);
            while (first > 0 && second == 0) {
                Mill.yield();
            }
            if (first > 0) {
                throw new IllegalStateException("both");
            }
        };
        int thrown = 0;
        for (int seed = 0; seed < 10; seed++) {
            Report report = Explorer.of(body)
                    .delays(0)
                    .schedules(50)
                    .steps(200)
                    .seed(seed)
                    .run();
            assertTrue(report.failed());
            if (report.failure() instanceof IllegalStateException) {
                thrown++;
                assertEquals("both", report.failure().getMessage());
                assertTrue(report.token().matches("J1-....-1(_.*)?\\.1"), report.token());
            }
        }
        assertTrue(thrown > 0);
        assertFalse(thrown == 10);
    }
}
