package org.jmill.test;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.jmill.Body;
import org.jmill.Chan;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult.Status;

final class CheckTest {
    private static final String VACUOUS = "vacuous: never seen in any schedule: ";

    private static String vacuous(Explorer explorer) {
        return assertThrows(AssertionError.class, explorer::run).getMessage();
    }

    @Test
    void whatIsNeverTrueMakesATestVacuous() {
        assertEquals(
                VACUOUS + "a packet was lost", vacuous(Explorer.of(() -> Check.sometimes(2 > 3, "a packet was lost"))));
    }

    @Test
    void onceInAllSchedulesIsEnough() {
        Explorer.of(() -> {
                    Chan<Integer> ch = chmake(1);
                    go(() -> chs(ch, 1));
                    Check.sometimes(choose().in(ch).otherwise().end() < 0, "nothing there yet");
                    Check.sometimes(Sim.pick(3) == 2, "two");
                })
                .run()
                .orThrow();
    }

    @Test
    void placeThatNoScheduleComesToIsKnown() {
        assertEquals(VACUOUS + "the queue was full", vacuous(Explorer.of(() -> {
            if (Sim.pick(2) > 1) {
                Check.reached("the queue was full");
            }
        })));
    }

    @Test
    void placesAreFoundInLambdasHelpersAndClassesOfTheFile() {
        assertEquals(
                VACUOUS + "in a coroutine; in a helper; in an anonymous class; in a class", vacuous(Explorer.of(() -> {
                    if (Sim.pick(2) > 1) {
                        go(() -> Check.reached("in a coroutine"));
                        helper();
                        new Object() {
                            void call() {
                                Check.reached("in an anonymous class");
                            }
                        }.call();
                        new Other().call();
                    }
                })));
    }

    private static void helper() {
        Check.reached("in a helper");
    }

    private static final class Other {
        void call() {
            Check.reached("in a class");
        }
    }

    @Test
    void bodiesOfOneMethodAreToldApart() {
        Body<RuntimeException> second = () -> {
            if (Sim.pick(2) > 1) {
                Check.reached("nowhere");
            }
        };
        assertFalse(Explorer.of(() -> Check.reached("here")).run().failed());
        assertFalse(Explorer.of(second).run().failed()); // It is not made where it is handed in: it is not read.
    }

    @Test
    void failureComesBeforeWhatWasNotSeen() {
        Report report = Explorer.of(() -> {
                    Check.always(Sim.pick(2) == 0, "zero");
                    if (Sim.pick(2) > 1) {
                        Check.reached("nowhere");
                    }
                })
                .run();
        assertEquals("always: zero", report.failure().getMessage());
    }

    @Test
    void replayNeedNotSeeWhatOthersDo() {
        Body<RuntimeException> body = () -> {
            Check.always(Sim.pick(2) == 0, "zero");
            Check.sometimes(Sim.pick(2) == 1, "one");
        };
        Report first = Explorer.of(body).run();
        Body<RuntimeException> mended = () -> Check.sometimes(Sim.pick(2) == 5, "five");
        assertFalse(
                Explorer.of(mended).named(name()).replay(first.token()).run().failed());
    }

    private static String name() {
        return CheckTest.class.getName() + ".replayNeedNotSeeWhatOthersDo";
    }

    @Test
    void singleRunSaysSoToo() {
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> Sim.run(() -> {
                    if (Sim.pick(1) > 0) {
                        Check.reached("never");
                    }
                }));
        assertEquals(VACUOUS + "never", error.getMessage());
    }

    static class Annotated {
        @Explore
        void never() {
            if (Sim.pick(2) > 1) {
                Check.reached("in a method");
            }
        }

        @Explore
        void sometimes() {
            if (Sim.pick(2) == 1) {
                Check.reached("in a method");
            }
        }
    }

    @Test
    void methodsOfTestsAreRead() {
        Kit kit = Kit.run(Annotated.class);
        assertEquals(Map.of("never()", Status.FAILED, "sometimes()", Status.SUCCESSFUL), kit.all());
        assertEquals(VACUOUS + "in a method", kit.failure("never()").getMessage());
    }
}
