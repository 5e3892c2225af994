package org.jmill.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jdk.internal.vm.Continuation;
import org.junit.jupiter.api.Test;

/// How continuations are run is chosen by what the JDK does, not by its number; fakes stand for JDKs to come.
class RawTrialTest {
    /// This JDK, of which a test replaces something.
    private static class Real implements RawChoice.Jdk {
        @Override
        public String strangeMember() {
            return null;
        }

        @Override
        public void run(Continuation continuation) {
            RawContinuation.run(continuation);
        }

        @Override
        public int suspend() {
            return RawContinuation.suspend();
        }

        @Override
        public Continuation.Pinned pinned(int obstacle) {
            return RawContinuation.pinned(obstacle);
        }
    }

    /// One that must be neither looked at nor tried.
    private static final class NotAsked extends Real {
        @Override
        public String strangeMember() {
            return fail("was asked");
        }
    }

    private static void assertFlaw(String part, RawTrial.Methods methods) {
        assumeTrue(RawContinuation.ALLOWED, "the package is not open in this JVM");
        String flaw = RawTrial.flaw(methods);
        assertNotNull(flaw);
        assertTrue(flaw.contains(part), flaw);
    }

    @Test
    void onAJdkThatDoesAsKnownNothingIsFound() {
        assumeTrue(RawContinuation.ALLOWED, "the package is not open in this JVM");
        assertNull(RawTrial.flaw(new Real()));
    }

    @Test
    void aRunThatDoesNothingIsFound() {
        assertFlaw("is suspended", new Real() {
            @Override
            public void run(Continuation continuation) {}
        });
    }

    @Test
    void aSuspensionThatDoesNotSuspendIsFound() {
        assertFlaw("is suspended", new Real() {
            @Override
            public int suspend() {
                return 0;
            }
        });
    }

    @Test
    void aSuspensionThatFailsFromTheSecondOnIsFoundDeepInCalls() {
        assertFlaw("is deep in calls", new Real() {
            private int calls;

            @Override
            public int suspend() {
                return ++calls > 2 ? 2 : super.suspend();
            }
        });
    }

    @Test
    void aRunThatGoesOnOnlyOnceIsFoundWhereOneHostsAnother() {
        assertFlaw("hosts another", new Real() {
            private int runs;

            @Override
            public void run(Continuation continuation) {
                if (++runs != 7) { // Two runs, then three, then the host's, the guest's and this one.
                    super.run(continuation);
                }
            }
        });
    }

    @Test
    void anUnknownObstacleIsFound() {
        assertFlaw("is pinned", new Real() {
            @Override
            public Continuation.Pinned pinned(int obstacle) {
                return Continuation.Pinned.NATIVE;
            }
        });
    }

    @Test
    void anExceptionThatIsLostIsFound() {
        assertFlaw("throws", new Real() {
            @Override
            public void run(Continuation continuation) {
                try {
                    super.run(continuation);
                } catch (IllegalStateException e) {
                    return;
                }
            }
        });
    }

    @Test
    void whateverTheMethodsThrowIsAFlaw() {
        assertFlaw("java.lang.NoSuchMethodError: gone", new Real() {
            @Override
            public int suspend() {
                throw new NoSuchMethodError("gone");
            }
        });
    }

    @Test
    void whereMembersAndTrialAreInOrderThePrivateMethodsAreTaken() {
        assumeTrue(RawContinuation.ALLOWED, "the package is not open in this JVM");
        assertEquals(new RawChoice(true, null), RawChoice.of(true, true, new Real()));
    }

    @Test
    void whereAMemberIsStrangeNothingIsTriedAndThePublicMethodsAreTaken() {
        RawChoice choice = RawChoice.of(true, true, new Real() {
            @Override
            public String strangeMember() {
                return "a strange member";
            }

            @Override
            public void run(Continuation continuation) {
                fail("was tried");
            }
        });
        assertFalse(choice.isTaken());
        assertTrue(choice.reason().endsWith(": a strange member"), choice.reason());
    }

    @Test
    void whereTheTrialFailsThePublicMethodsAreTakenAndTheJdkIsNamed() {
        RawChoice choice = RawChoice.of(true, true, new Real() {
            @Override
            public void run(Continuation continuation) {}
        });
        assertFalse(choice.isTaken());
        assertTrue(choice.reason().contains("on JDK " + Runtime.version() + ": a continuation that is suspended"));
    }

    @Test
    void whereThePackageIsNotOpenNothingIsTriedAndTheFlagIsNamed() {
        RawChoice choice = RawChoice.of(true, false, new NotAsked());
        assertFalse(choice.isTaken());
        assertTrue(choice.reason().contains(Flags.CONTINUATION), choice.reason());
    }

    @Test
    void whoDoesNotWantThemIsToldNothing() {
        assertEquals(new RawChoice(false, null), RawChoice.of(false, true, new NotAsked()));
    }
}
