package org.jmill.world;

import static org.jmill.Mill.FDW_IN;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.fdwait;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.MillPanic;
import org.jmill.Signal;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.jmill.harness.VirtualWorld;
import org.junit.jupiter.api.Test;

/// What a world is asked for, and what becomes of one that breaks its contract.
class WorldTest {
    private static void run(Engine engine, World world, Body<Exception> main) throws Exception {
        TestMill.run(MillOptions.defaults().engine(engine).world(world).strict(false), main);
    }

    private static MillPanic breach(Engine engine, World world, Body<Exception> main) {
        MillPanic breach = assertThrows(MillPanic.class, () -> run(engine, world, main));
        assertTrue(breach.getMessage().startsWith("run mill: world odd breaks a rule: "), breach::getMessage);
        return breach;
    }

    /// The real world, but for what a test overrides.
    private static class Odd implements World {
        @Override
        public String toString() {
            return "odd";
        }
    }

    // ---- what it is asked for

    @EveryEngine
    void theTimeIsTheWorlds(Engine engine) throws Exception {
        VirtualWorld world = new VirtualWorld();
        run(engine, world, () -> {
            long start = now();
            msleep(start + 86_400_000);
            assertEquals(start + 86_400_000, now());
            assertSame(world, Mill.world());
        });
    }

    @EveryEngine
    void whichOfSeveralIsTheWorldsToPick(Engine engine) throws Exception {
        List<Integer> bounds = new ArrayList<>();
        World world = new Odd() {
            @Override
            public int draw(RandomGenerator random, int bound) {
                bounds.add(bound);
                return bound - 1;
            }
        };
        run(engine, world, () -> {
            Chan<Integer> ch = chmake(1);
            chs(ch, 1);
            assertEquals(2, choose().in(ch).in(ch).in(ch).end());
        });
        assertEquals(List.of(3), bounds);
    }

    @EveryEngine
    void whoRunsNextIsTheWorldsToDecide(Engine engine) throws Exception {
        List<String> log = new ArrayList<>();
        World world = new Odd() {
            @Override
            public Turns turns() {
                return new Turns() {
                    @Override
                    public int next(List<? extends Subject> candidates, long deadlineNs) {
                        long latest =
                                candidates.stream().mapToLong(Subject::id).max().orElseThrow();
                        return candidates.getFirst().id() == 0
                                ? 0
                                : candidates.stream().map(Subject::id).toList().indexOf(latest);
                    }

                    @Override
                    public int afterStart(List<? extends Subject> candidates) {
                        return 1;
                    }
                };
            }
        };
        run(engine, world, () -> {
            for (String name : List.of("a", "b", "c")) {
                go(name, () -> log.add(name));
            }
            log.add("main");
            while (log.size() < 4) {
                yieldNow();
            }
        });
        assertEquals(List.of("main", "c", "b", "a"), log);
    }

    @EveryEngine
    void aWorldThatAlwaysTakesTheFirstRunsAsTheRealOneDoes(Engine engine) throws Exception {
        List<String> real = order(engine, World.real());
        World first = new Odd() {
            @Override
            public Turns turns() {
                return new Turns() {
                    @Override
                    public int next(List<? extends Subject> candidates, long deadlineNs) {
                        return 0;
                    }
                };
            }
        };
        assertEquals(real, order(engine, first));
    }

    private static List<String> order(Engine engine, World world) throws Exception {
        List<String> log = new ArrayList<>();
        run(engine, world, () -> {
            Chan<Integer> ch = chmake(3);
            Chan<Integer> back = chmake(0);
            for (int i = 0; i < 3; i++) {
                int who = i;
                go(() -> {
                    for (int k = 0; k < 150; k++) {
                        chs(ch, who);
                        log.add("sent " + who);
                    }
                    chs(back, who);
                });
            }
            go(() -> {
                while (true) {
                    log.add("got " + chr(ch));
                }
            });
            for (int i = 0; i < 3; i++) {
                log.add("ended " + chr(back));
            }
        });
        return log;
    }

    @EveryEngine
    void theObserverIsToldOfEachStepWithTheWaker(Engine engine) throws Exception {
        List<String> log = new ArrayList<>();
        World world = new Odd() {
            @Override
            public Observer observer(String mill) {
                log.add("mill " + mill);
                return new Log(log);
            }
        };
        run(engine, world, () -> {
            Chan<Integer> ch = chmake(0);
            go("reader", () -> chr(ch));
            chs(ch, 1);
        });
        assertEquals(
                List.of(
                        "mill mill",
                        "spawn {0} by null",
                        "{0} runs",
                        "{0} chmake(<1>)",
                        "spawn {1} by {0}",
                        "{1} runs",
                        "{1} chr(<1>)",
                        "{1} waits chr(<1>)",
                        "{0} runs",
                        "{0} chs(<1>)",
                        "{1} woken by {0}",
                        "{1} runs",
                        "{1} ended null",
                        "{0} woken by {1}",
                        "{0} runs",
                        "{0} ended null"),
                log.stream().filter(line -> !line.startsWith("{0} waits")).toList());
    }

    private record Log(List<String> lines) implements Observer {
        private static String label(Subject subject) {
            return subject == null ? "null" : subject.label();
        }

        @Override
        public void spawned(Subject parent, Subject child) {
            lines.add("spawn " + child.label() + " by " + label(parent));
        }

        @Override
        public void became(Subject coroutine) {
            lines.add(coroutine.label() + " runs");
        }

        @Override
        public void waits(Subject coroutine, Verb verb, Object object) {
            lines.add(coroutine.label() + " waits " + verb.of(object));
        }

        @Override
        public void woken(Subject coroutine, Subject waker) {
            lines.add(coroutine.label() + " woken by " + label(waker));
        }

        @Override
        public void ended(Subject coroutine, Throwable thrown) {
            lines.add(coroutine.label() + " ended " + thrown);
        }

        @Override
        public void does(Subject coroutine, Verb verb, Object object) {
            lines.add(coroutine.label() + " " + verb.of(object));
        }
    }

    @EveryEngine
    void aFaultHappensWhereTheWorldSaysSo(Engine engine) throws Exception {
        assertFalse(Fault.maybe("outside of any mill", 1));
        World world = new Odd() {
            @Override
            public boolean fault(String name, double probability) {
                return name.equals("short read") && probability == 0.25;
            }
        };
        run(engine, world, () -> {
            assertTrue(Fault.maybe("short read", 0.25));
            assertFalse(Fault.maybe("long read", 0.25));
        });
        run(engine, World.real(), () -> assertFalse(Fault.maybe("short read", 1)));
        assertThrows(IllegalArgumentException.class, () -> Fault.maybe("x", 1.5));
        assertThrows(IllegalArgumentException.class, () -> Fault.maybe("x", Double.NaN));
    }

    // ---- its contract

    @EveryEngine
    void timeThatGoesBackEndsTheMill(Engine engine) {
        VirtualWorld steady = new VirtualWorld();
        long[] back = {0};
        World world = new Odd() {
            @Override
            public long nanoTime() {
                return steady.nanoTime() - back[0];
            }
        };
        MillPanic breach = breach(engine, world, () -> {
            now();
            back[0] = 7;
            try {
                now();
            } finally {
                assertThrows(CancelledException.class, Mill::yield);
            }
        });
        assertTrue(breach.getMessage().contains("time went back by 7 ns"), breach::getMessage);
    }

    @EveryEngine
    void aDrawOutOfBoundsEndsTheMill(Engine engine) {
        for (int wrong : new int[] {-1, 2}) {
            World world = new Odd() {
                @Override
                public int draw(RandomGenerator random, int bound) {
                    return wrong;
                }
            };
            MillPanic breach = breach(engine, world, () -> {
                Chan<Integer> ch = chmake(1);
                chs(ch, 1);
                choose().in(ch).in(ch).end();
            });
            assertTrue(breach.getMessage().endsWith("draw gives 0 to 1 here, not " + wrong), breach::getMessage);
        }
    }

    @EveryEngine
    void aDecisionForNobodyEndsTheMill(Engine engine) {
        World world = new Odd() {
            @Override
            public Turns turns() {
                return new Turns() {
                    @Override
                    public int next(List<? extends Subject> candidates, long deadlineNs) {
                        return candidates.size();
                    }
                };
            }
        };
        MillPanic breach = breach(engine, world, () -> {
            go(Mill::yield);
            go(Mill::yield);
            yieldNow();
        });
        assertTrue(breach.getMessage().contains("turns.next gives 0 to "), breach::getMessage);
    }

    @EveryEngine
    void aWaiterThatIsWokenTwiceEndsTheMill(Engine engine) throws Exception {
        try (Pipe.SourceChannel source = Pipe.open().source()) {
            source.configureBlocking(false);
            MillPanic breach = breach(engine, withPoller(FDW_IN, 2), () -> fdwait(source, FDW_IN, -1));
            assertTrue(breach.getMessage().contains("does not wait"), breach::getMessage);
        }
    }

    @EveryEngine
    void aPollerThatTellsOfNoEventEndsTheMill(Engine engine) throws Exception {
        for (int events : new int[] {-2, -1, 0, 99}) {
            try (Pipe.SourceChannel source = Pipe.open().source()) {
                source.configureBlocking(false);
                MillPanic breach = breach(engine, withPoller(events, 1), () -> fdwait(source, FDW_IN, -1));
                assertTrue(breach.getMessage().contains("events " + events), breach::getMessage);
            }
        }
    }

    @EveryEngine
    void aPollerThatTellsOfOneWhoWaitsForSomethingElseEndsTheMill(Engine engine) throws Exception {
        try (Pipe.SourceChannel source = Pipe.open().source()) {
            source.configureBlocking(false);
            Teller[] teller = new Teller[1];
            World world = new Odd() {
                @Override
                public Poller poller() {
                    teller[0] = new Teller(World.real().poller(), FDW_IN, 1);
                    return teller[0];
                }
            };
            MillPanic breach = breach(engine, world, () -> {
                fdwait(source, FDW_IN, -1);
                teller[0].waiter = (Subject) Inside.current();
                Chan.make(0).receive(Mill.now() + 60_000);
            });
            assertTrue(breach.getMessage().contains("does not wait"), breach::getMessage);
        }
    }

    private static World withPoller(int events, int times) {
        return new Odd() {
            @Override
            public Poller poller() {
                return new Teller(World.real().poller(), events, times);
            }
        };
    }

    /// Tells of each waiter so often, and of such events.
    private static final class Teller implements Poller {
        private final Poller real;
        private final int events;
        private final int times;
        private Interest interest;
        private Subject waiter;

        Teller(Poller real, int events, int times) {
            this.real = real;
            this.events = events;
            this.times = times;
        }

        @Override
        public Interest await(SelectableChannel channel, int wanted, Subject who) throws java.io.IOException {
            waiter = who;
            interest = real.await(channel, wanted, who);
            return interest;
        }

        @Override
        public Subject waiter(SelectableChannel channel, int events) {
            return real.waiter(channel, events);
        }

        @Override
        public int waiters() {
            return real.waiters();
        }

        @Override
        public void forget(SelectableChannel channel, Ready ready) {
            real.forget(channel, ready);
        }

        @Override
        public void aboutToWait() {
            real.aboutToWait();
        }

        @Override
        public void waitElsewhere() {
            real.waitElsewhere();
        }

        @Override
        public void poll(long timeoutNs, Ready ready) {
            if (waiter != null) {
                Subject who = waiter;
                waiter = null;
                interest.abandon(who);
                for (int i = 0; i < times; i++) {
                    ready.ready(who, events);
                }
            }
        }

        @Override
        public void wakeUp() {
            real.wakeUp();
        }

        @Override
        public long sleepCostNs() {
            return 0;
        }

        @Override
        public void close() {
            real.close();
        }
    }

    @EveryEngine
    void aChannelOfAnotherProviderIsRefused(Engine engine) throws Exception {
        SelectorProvider other = new OtherProvider();
        World world = new Odd() {
            @Override
            public SelectorProvider sockets() {
                return other;
            }
        };
        try (Pipe.SourceChannel source = Pipe.open().source()) {
            source.configureBlocking(false);
            MillPanic panic = assertThrows(MillPanic.class, () -> run(engine, world, () -> fdwait(source, FDW_IN, -1)));
            assertTrue(panic.getMessage().contains("another provider than those of odd"), panic::getMessage);
        }
    }

    @EveryEngine
    void aWorldThatFailsWhenAskedEndsTheMillAndEverybodyIsCancelled(Engine engine) {
        List<String> log = new ArrayList<>();
        World world = new Odd() {
            @Override
            public Poller poller() {
                throw new IllegalStateException("no poller");
            }
        };
        assertThrows(IllegalStateException.class, () -> run(engine, world, () -> log.add("ran")));
        World late = new Odd() {
            private int asked;

            @Override
            public long nanoTime() {
                if (++asked > 3) {
                    throw new IllegalStateException("no time left");
                }
                return World.real().nanoTime();
            }
        };
        MillPanic breach = breach(engine, late, () -> {
            go(() -> {
                try {
                    msleep(-1);
                } finally {
                    log.add("cancelled");
                }
            });
            while (true) {
                now();
                yieldNow();
            }
        });
        assertTrue(breach.getMessage().contains("no time left"), breach::getMessage);
        assertEquals(List.of("cancelled"), log);
    }

    @EveryEngine
    void aWorldThatCallsVerbsIsRefused(Engine engine) {
        World world = new Odd() {
            private boolean armed;

            @Override
            public long nanoTime() {
                if (armed) {
                    yieldNow();
                }
                armed = Thread.currentThread().getName() != null && armed;
                return World.real().nanoTime();
            }

            @Override
            public int draw(RandomGenerator random, int bound) {
                armed = true;
                return 0;
            }
        };
        MillPanic breach = breach(engine, world, () -> {
            Chan<Integer> ch = chmake(1);
            chs(ch, 1);
            choose().in(ch).in(ch).end();
            now();
        });
        assertTrue(breach.getMessage().contains("verb was called while world odd was asked"), breach::getMessage);
    }

    @EveryEngine
    void anObserverThatThrowsEndsTheMill(Engine engine) {
        World world = new Odd() {
            @Override
            public Observer observer(String mill) {
                return new Observer() {
                    @Override
                    public void does(Subject coroutine, Verb verb, Object object) {
                        throw new IllegalStateException("full");
                    }
                };
            }
        };
        assertThrows(RuntimeException.class, () -> run(engine, world, () -> chmake(0)));
    }

    @EveryEngine
    void workersThatAreNotThereOrRefuseEndTheMill(Engine engine) {
        for (Workers broken :
                Arrays.asList(null, new Refusing(null), new Refusing(new IllegalStateException("full")))) {
            World world = new Odd() {
                @Override
                public Workers workers() {
                    return broken;
                }
            };
            MillPanic breach = breach(engine, world, () -> {
                assertThrows(MillPanic.class, () -> Mill.blocking(() -> 1));
                assertThrows(CancelledException.class, Mill::yield);
                Mill.stats();
            });
            String rule = broken == null ? "workers gives something" : "submit gives a Future";
            assertTrue(breach.getMessage().contains(rule), breach::getMessage);
            assertThrows(MillPanic.class, () -> run(engine, world, Mill::stats));
        }
    }

    /// Takes nothing.
    private record Refusing(RuntimeException why) implements Workers {
        @Override
        public Future<?> submit(Kind kind, Runnable code) {
            if (why != null) {
                throw why;
            }
            return null;
        }

        @Override
        public Load load(Kind kind) {
            return null;
        }
    }

    @EveryEngine
    void aWorldThatCannotSayItsNameIsNamedByItsClass(Engine engine) {
        World world = new World() {
            @Override
            public int draw(RandomGenerator random, int bound) {
                return -1;
            }

            @Override
            public String toString() {
                throw new IllegalStateException("nameless");
            }
        };
        MillPanic breach = assertThrows(
                MillPanic.class,
                () -> run(engine, world, () -> {
                    Chan<Integer> ch = chmake(1);
                    chs(ch, 1);
                    choose().in(ch).in(ch).end();
                }));
        assertTrue(breach.getMessage().contains("world " + world.getClass().getName() + " breaks"), breach::getMessage);
    }

    @Test
    void theOptionIsNeverNull() {
        NullPointerException thrown = assertThrows(
                NullPointerException.class, () -> MillOptions.defaults().world(null));
        assertEquals("world options: world is null; use World.real()", thrown.getMessage());
        assertEquals(
                "mill: engine as -Djmill.engine says, order DIRECT, world odd",
                MillOptions.defaults().strict(false).world(new Odd()).toString());
    }

    // ---- other threads

    @EveryEngine
    void aSignalThatWasRaisedInTimeIsSeenThoughTheDeadlineHasPassed(Engine engine) throws Exception {
        run(engine, World.real(), () -> {
            Signal signal = Mill.signal();
            Thread raiser = new Thread(signal::raise);
            raiser.start();
            raiser.join();
            assertTrue(signal.isRaised());
            assertTrue(signal.await(0));
            assertTrue(Mill.signal().await(now() - 1) == false);
        });
    }

    @EveryEngine
    void aSignalWakesAllWhoWait(Engine engine) throws Exception {
        run(engine, World.real(), () -> {
            Signal signal = Mill.signal();
            List<Integer> woken = new ArrayList<>();
            List<Coroutine> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int who = i;
                waiting.add(go(() -> {
                    signal.await();
                    woken.add(who);
                }));
            }
            new Thread(signal::raise).start();
            waiting.forEach(Coroutine::join);
            assertEquals(List.of(0, 1, 2), woken);
        });
    }
}
