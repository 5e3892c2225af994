package org.jmill.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every engine does, hosting to each depth included: one strand runs at a time, and it is the one named.
class StrandEngineContractTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// An engine under test, by name.
    record Variant(String name, Function<Dispatcher, StrandEngine> make) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Variant> engines() {
        Map<String, Function<Dispatcher, StrandEngine>> engines = new LinkedHashMap<>();
        for (int depthMax : new int[] {1, 2, 3, 8}) {
            engines.put("continuation, depth " + depthMax, d -> new ContinuationEngine(depthMax));
        }
        engines.put("virtual", VirtualEngine::new);
        engines.put("portable", PortableEngine::new);
        return engines.entrySet().stream().map(e -> new Variant(e.getKey(), e.getValue()));
    }

    /// Those that ask the dispatcher at all.
    static Stream<Variant> enginesThatIdleAtTheRoot() {
        return engines().filter(variant -> variant.make.apply(new Next()).idlesAtRoot());
    }

    /// A scheduler that knows only whom to run next when the engine asks.
    private static final class Next implements Dispatcher {
        private volatile Strand strand;

        @Override
        public Strand next() {
            Strand next = strand;
            strand = null;
            if (next == null) {
                throw new AssertionError("asked without need");
            }
            return next;
        }

        @Override
        public void runnable(Runnable body) {} // Nobody blocks here, so it means nothing.

        @Override
        public void interrupted() {
            throw new AssertionError("nobody interrupts here");
        }
    }

    /// Runs a main strand on an engine, on a thread of its own.
    private static void run(Variant variant, java.util.function.Consumer<StrandEngine> main) {
        run(variant, new Next(), main);
    }

    private static void run(Variant variant, Next next, java.util.function.Consumer<StrandEngine> main) {
        Throwable[] thrown = {null};
        assertTimeoutPreemptively(LIMIT, () -> {
            StrandEngine engine = variant.make.apply(next);
            engine.run(() -> {
                try {
                    main.accept(engine);
                } catch (Throwable t) {
                    thrown[0] = t;
                }
                engine.finish(null);
            });
        });
        if (thrown[0] != null) {
            throw new AssertionError(variant + ": " + thrown[0], thrown[0]);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void runReturnsWhenMainHasEnded(Variant variant) {
        List<String> log = new ArrayList<>();
        run(variant, engine -> log.add("main"));
        assertEquals(List.of("main"), log);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aFreshStrandRunsWhenItIsFirstTransferredTo(Variant variant) {
        List<String> log = new ArrayList<>();
        run(variant, engine -> {
            Strand child = engine.strand("child", () -> {
                log.add("child");
                engine.finish(engine.main());
            });
            log.add("before");
            engine.transfer(child);
            log.add("after");
        });
        assertEquals(List.of("before", "child", "after"), log);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aStrandThatIsNeverTransferredToNeverRuns(Variant variant) {
        List<String> log = new ArrayList<>();
        run(variant, engine -> engine.strand("child", () -> log.add("child")));
        assertEquals(List.of(), log);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void twoStrandsThatTransferToEachOtherTakeTurns(Variant variant) {
        List<Integer> log = new ArrayList<>();
        run(variant, engine -> {
            Strand[] child = {null};
            child[0] = engine.strand(null, () -> {
                for (int i = 0; i < 1000; i++) {
                    log.add(2 * i + 1);
                    engine.transfer(engine.main());
                }
                engine.finish(engine.main());
            });
            for (int i = 0; i < 1000; i++) {
                log.add(2 * i);
                engine.transfer(child[0]);
            }
            engine.transfer(child[0]);
        });
        assertEquals(2000, log.size());
        assertEquals(log.stream().sorted().toList(), log);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aRingOfStrandsGoesRound(Variant variant) {
        int strands = 10;
        int rounds = 600; // So many that each strand looks how it stands.
        List<Integer> log = new ArrayList<>();
        run(variant, engine -> {
            Strand[] ring = new Strand[strands + 1];
            ring[0] = engine.main();
            for (int i = 1; i <= strands; i++) {
                int me = i;
                ring[i] = engine.strand(null, () -> {
                    Strand behind = ring[(me + 1) % ring.length];
                    for (int round = 0; round < rounds; round++) {
                        log.add(me);
                        engine.transfer(behind);
                    }
                    engine.finish(behind);
                });
            }
            for (int round = 0; round <= rounds; round++) {
                engine.transfer(ring[1]);
            }
        });
        assertEquals(strands * rounds, log.size());
        for (int i = 0; i < log.size(); i++) {
            assertEquals(i % strands + 1, log.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aStrandIsOneThreadAndWhatItSeesIsItsOwn(Variant variant) {
        run(variant, engine -> {
            Thread[] seen = {null, null};
            Strand[] child = {null};
            child[0] = engine.strand("a name", () -> {
                seen[0] = Thread.currentThread();
                engine.transfer(engine.main());
                seen[1] = Thread.currentThread();
                engine.finish(engine.main());
            });
            engine.transfer(child[0]);
            engine.transfer(child[0]);
            assertSame(seen[0], seen[1]);
            assertSame(seen[0], child[0].thread());
            assertSame(Thread.currentThread(), engine.main().thread());
            assertEquals(engine.threadPerStrand(), seen[0] != Thread.currentThread());
            assertEquals(engine.threadPerStrand(), seen[0].getName().equals("a name"));
        });
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aSuspendedStrandShowsItsFrames(Variant variant) {
        run(variant, engine -> {
            Strand child = engine.strand(null, () -> {
                waitInHere(engine);
                engine.finish(engine.main());
            });
            assertFalse(shows(child, "waitInHere"), "fresh");
            engine.transfer(child);
            assertTrue(shows(child, "waitInHere"));
            engine.transfer(child);
            assertFalse(shows(child, "waitInHere"), "ended");
        });
    }

    private static void waitInHere(StrandEngine engine) {
        engine.transfer(engine.main());
    }

    private static boolean shows(Strand strand, String method) {
        return Arrays.stream(strand.stackTrace())
                .anyMatch(f -> f.getMethodName().equals(method));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anExceptionCaughtInsideAStrandLeavesTheOthersAlone(Variant variant) {
        List<String> log = new ArrayList<>();
        run(variant, engine -> {
            Strand child = engine.strand(null, () -> {
                try {
                    throw new IllegalStateException("mine");
                } catch (IllegalStateException e) {
                    engine.transfer(engine.main());
                    log.add(e.getMessage());
                }
                engine.finish(engine.main());
            });
            engine.transfer(child);
            log.add("main");
            engine.transfer(child);
        });
        assertEquals(List.of("main", "mine"), log);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theRootIsAskedWhereNobodyWasNamed(Variant variant) {
        Next next = new Next();
        List<String> log = new ArrayList<>();
        run(variant, next, engine -> {
            if (!engine.idlesAtRoot()) {
                return; // There is none.
            }
            next.strand = engine.strand(null, () -> {
                log.add("child");
                next.strand = engine.main();
                engine.finish(null);
            });
            engine.transfer(null);
            log.add("main");
            next.strand = engine.main(); // The root may name the one that asked.
            engine.transfer(null);
        });
        assertTrue(log.isEmpty() || log.equals(List.of("child", "main")));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void inRandomGraphsTheOneThatWasNamedRuns(Variant variant) {
        for (long seed = 1; seed <= 40; seed++) {
            Next next = new Next();
            long thisSeed = seed;
            run(variant, next, engine -> new RandomTransfers(engine, s -> next.strand = s, thisSeed).runMain());
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void manyStrandsMayBeSuspendedAtOnce(Variant variant) {
        int strands = 5000;
        int[] ended = {0};
        run(variant, engine -> {
            List<Strand> all = new ArrayList<>();
            for (int i = 0; i < strands; i++) {
                Strand strand = engine.strand(null, () -> {
                    engine.transfer(engine.main());
                    ended[0]++;
                    engine.finish(engine.main());
                });
                all.add(strand);
                engine.transfer(strand);
            }
            all.reversed().forEach(engine::transfer);
        });
        assertEquals(strands, ended[0]);
    }

    /// Strands in rings of changing size, so that each is now awaited soon and now after long.
    private static void passThroughRings(StrandEngine engine, int strands, int rounds) {
        List<Strand> ring = new ArrayList<>();
        int[] size = {0};
        int[] expected = {0};
        for (int i = 0; i < strands; i++) {
            int number = i + 1;
            ring.add(engine.strand(null, () -> {
                boolean last = false;
                while (!last) {
                    assertEquals(number, ++expected[0]);
                    last = size[0] == -1;
                    Strand next = number < size[0] ? ring.get(number) : engine.main();
                    if (last) {
                        engine.finish(engine.main());
                    } else {
                        engine.transfer(next);
                    }
                }
            }));
        }
        for (int i = 0; i < rounds; i++) {
            size[0] = 1 + i % 97 % strands;
            expected[0] = 0;
            engine.transfer(ring.getFirst());
            assertEquals(size[0], expected[0]);
        }
        size[0] = -1;
        for (int i = 0; i < strands; i++) {
            expected[0] = i;
            engine.transfer(ring.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void ringsOfChangingSizeLoseNobody(Variant variant) {
        run(variant, engine -> passThroughRings(engine, 30, 10_000));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void ringsLoseNobodyWhileTheJdksCarriersAreBusy(Variant variant) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> busy = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            busy.add(Thread.startVirtualThread(() -> {
                while (!done.get()) { // Not with Thread.yield alone: the JDK then lets others starve.
                    LockSupport.parkNanos(20_000);
                }
            }));
        }
        try {
            run(variant, engine -> passThroughRings(engine, 5, 5_000));
        } finally {
            done.set(true);
            for (Thread thread : busy) {
                thread.join();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anInterruptFlagStaysWithItsStrandWhileOthersRun(Variant variant) {
        run(variant, engine -> {
            if (!engine.threadPerStrand()) {
                return; // The flag is the thread's, and so everybody's.
            }
            boolean[] flagged = {false};
            boolean[] over = {false};
            Strand child = engine.strand(null, () -> {
                while (!over[0]) {
                    flagged[0] |= Thread.currentThread().isInterrupted();
                    engine.transfer(engine.main());
                }
                engine.finish(engine.main());
            });
            for (int i = 0; i < 200; i++) {
                Thread.currentThread().interrupt();
                engine.transfer(child);
                assertTrue(Thread.interrupted(), "kept");
            }
            over[0] = true;
            engine.transfer(child);
            assertFalse(flagged[0]);
        });
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatABodyThrowsAgainstTheRulesEndsTheRun(Variant variant) {
        IllegalStateException thrown = new IllegalStateException("body");
        assertTimeoutPreemptively(LIMIT, () -> {
            StrandEngine engine = variant.make.apply(new Next());
            IllegalStateException caught = assertThrows(
                    IllegalStateException.class,
                    () -> engine.run(() -> {
                        engine.transfer(engine.strand("child", () -> {
                            throw thrown;
                        }));
                        engine.finish(null);
                    }));
            assertSame(thrown, caught);
        });
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatMainThrowsAgainstTheRulesEndsTheRun(Variant variant) {
        IllegalStateException thrown = new IllegalStateException("main");
        assertTimeoutPreemptively(LIMIT, () -> {
            StrandEngine engine = variant.make.apply(new Next());
            IllegalStateException caught = assertThrows(
                    IllegalStateException.class,
                    () -> engine.run(() -> {
                        throw thrown;
                    }));
            assertSame(thrown, caught);
        });
    }

    @ParameterizedTest
    @MethodSource("enginesThatIdleAtTheRoot")
    void whatTheDispatcherThrowsEndsTheRun(Variant variant) {
        assertTimeoutPreemptively(LIMIT, () -> {
            StrandEngine engine = variant.make.apply(new Next());
            AssertionError caught = assertThrows(AssertionError.class, () -> engine.run(() -> engine.transfer(null)));
            assertEquals("asked without need", caught.getMessage());
        });
    }

    @ParameterizedTest
    @MethodSource("engines")
    void oneThatClearsWhatIsBeneathStandsOnMainAloneOrIsToldThatStrandsAreThreads(Variant variant) {
        boolean areThreads = variant.make.apply(new Next()).threadPerStrand();
        List<String> log = new ArrayList<>();
        run(variant, engine -> {
            Strand[] chain = new Strand[6];
            for (int i = 0; i < chain.length; i++) {
                int place = i;
                chain[i] = engine.strand(null, () -> {
                    if (place + 1 < chain.length) {
                        engine.transfer(chain[place + 1]);
                        log.add("back in " + place);
                        engine.finish(place == 0 ? engine.main() : chain[place - 1]);
                    } else {
                        assertEquals(!areThreads, engine.clearBeneath());
                        assertEquals(!areThreads, engine.clearBeneath());
                        log.add("cleared");
                        engine.finish(chain[place - 1]);
                    }
                });
            }
            engine.transfer(chain[0]);
            assertEquals(!areThreads, engine.clearBeneath());
        });
        assertEquals(List.of("cleared", "back in 4", "back in 3", "back in 2", "back in 1", "back in 0"), log);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aStrandThatIsNotBeneathCanBeDropped(Variant variant) {
        if (variant.make.apply(new Next()).threadPerStrand()) {
            return; // What is dropped there is a thread that waits for ever.
        }
        List<String> log = new ArrayList<>();
        run(variant, engine -> {
            Strand[] strands = new Strand[2];
            strands[0] = engine.strand(null, () -> {
                engine.transfer(strands[1]);
                log.add("runs again");
                engine.finish(engine.main());
            });
            strands[1] = engine.strand(null, () -> {
                assertTrue(engine.clearBeneath());
                strands[0] = null;
                engine.finish(engine.main());
            });
            engine.transfer(strands[0]);
            log.add("main");
        });
        assertEquals(List.of("main"), log);
    }
}
