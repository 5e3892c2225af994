package org.jmill.choosing;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.in;
import static org.jmill.Mill.now;
import static org.jmill.Mill.otherwise;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coro;
import org.jmill.DeadlineException;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// Strict mode finds a choose that is never ended, and no other.
class ChooseUnendedTest {
    private static void strictly(Engine engine, Body<RuntimeException> main) {
        TestMill.virtualTime(engine).with(o -> o.strict(true)).run(main);
    }

    @EveryEngine
    void aChooseWithoutEndIsNamedWithItsPlace(Engine engine) {
        for (boolean inMain : new boolean[] {true, false}) {
            MillPanic panic = assertThrows(
                    MillPanic.class,
                    () -> strictly(engine, () -> {
                        Chan<Integer> ch = chmake(1);
                        Body<RuntimeException> body = () -> choose().in(ch).otherwise();
                        if (inMain) {
                            body.run();
                        } else {
                            go(body);
                        }
                    }));
            Messages.assertShape(panic);
            assertTrue(
                    panic.getMessage().matches("choose ChooseUnendedTest.java:\\d+: never ended.*"), panic.toString());
        }
    }

    @EveryEngine
    void thatOfACoroIsFoundToo(Engine engine) {
        assertThrows(
                MillPanic.class,
                () -> strictly(engine, () -> {
                    Coro<Integer, Integer> coro = Coro.create((self, first) -> {
                        choose();
                        return first;
                    });
                    coro.resume(1);
                }));
    }

    @EveryEngine
    void withoutStrictModeNobodyAsks(Engine engine) {
        TestMill.virtualTime(engine).fast().run(() -> choose());
    }

    @EveryEngine
    void oneThatAnotherCoroutineEndsIsWell(Engine engine) {
        strictly(engine, () -> {
            Chan<Choose> handed = chmake(1);
            go(() -> chs(handed, choose().otherwise()));
            assertEquals(Choose.TIMEOUT, chr(handed).end());
        });
    }

    @EveryEngine
    void whereOneWasEndedTheOthersNeedNot(Engine engine) {
        strictly(engine, () -> {
            for (int i = 0; i < 3; i++) {
                Choose c = choose().otherwise();
                if (i == 1) {
                    c.end();
                }
            }
        });
    }

    @EveryEngine
    void whoIsCancelledOrSeesADeadlineNeedNotGetToTheEnd(Engine engine) {
        strictly(engine, () -> {
            Chan<Integer> never = chmake(0);
            go(() -> choose().in(never).out(never, chr(never)).end()); // Cancelled with main's end.
            assertTrue(Mill.tryWithin(
                            now() + 5, () -> choose().out(never, chr(never)).end())
                    .isEmpty());
        });
    }

    @EveryEngine
    void oneThatIsKeptAndHadNothingToWaitForIsWell(Engine engine) {
        strictly(engine, () -> {
            Chan<Integer> done = chmake(0);
            done.done();
            Choose kept = choose().in(done);
            for (int value : done) {
                kept.end();
            }
        });
    }

    @EveryEngine
    void oneBeforeWhoseEndSomethingWasThrownIsWell(Engine engine) {
        strictly(engine, () -> {
            Chan<Integer> never = chmake(0);
            Choose late = choose().in(never);
            assertThrows(DeadlineException.class, () -> never.receive(0));
            assertThrows(
                    NumberFormatException.class,
                    () -> choose().out(never, Integer.parseInt("x")).end());
            if (never.capacity() > 0) {
                late.end();
            }
        });
    }

    /// In classes of their own, as there is an `end()` in this one.
    @EveryEngine
    void oneThatIsKeptWhereNobodyEndsOneIsFound(Engine engine) {
        assertThrows(MillPanic.class, () -> strictly(engine, KeptChoose::make));
    }

    @EveryEngine
    void oneThatCouldNotBeMadeIsWell(Engine engine) {
        strictly(engine, () -> {
            assertThrows(MillPanic.class, () -> choose().in(null));
            assertThrows(MillPanic.class, () -> choose().deadline((Duration) null, () -> {}));
            assertThrows(MillPanic.class, () -> choose().rearm((Duration) null));
        });
    }

    @EveryEngine
    void oneThatReturnsIsAlwaysEnded(Engine engine) {
        strictly(engine, () -> Choose.of(in(chmake(0), v -> 1), otherwise(() -> 2)));
    }

    @EveryEngine
    void whatFailsTheMillComesFirst(Engine engine) {
        assertThrows(
                IllegalArgumentException.class,
                () -> strictly(engine, () -> {
                    go(() -> choose());
                    throw new IllegalArgumentException();
                }));
    }

    @EveryEngine
    void aDeadlockIsToldOfIt(Engine engine) {
        DeadlockException deadlock = assertThrows(
                DeadlockException.class,
                () -> strictly(engine, () -> {
                    Chan<Integer> ch = chmake(0);
                    go(() -> chs(ch, 1));
                    choose().in(ch);
                    chr(chmake(0));
                }));
        String told = Arrays.toString(deadlock.getSuppressed());
        assertTrue(told.matches(".*choose ChooseUnendedTest.java:\\d+: made and not ended so far.*"), told);
        assertFalse(deadlock.getMessage().isEmpty());
    }
}
