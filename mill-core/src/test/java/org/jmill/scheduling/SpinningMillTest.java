package org.jmill.scheduling;

import static org.jmill.Mill.FDW_IN;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.fdclean;
import static org.jmill.Mill.fdwait;
import static org.jmill.Mill.go;
import static org.jmill.Mill.inbox;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.channels.Pipe;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.harness.ChildJvm;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.jmill.sched.Scheduler;
import org.junit.jupiter.api.Test;

/// What a mill does with which nobody is ready, before it goes to sleep.
class SpinningMillTest {
    private static final long FOREVER_NS = TimeUnit.HOURS.toNanos(1);
    private static final int LOOKS = 5;

    private static TestMill mill(Engine engine, long sleepCostNs) {
        TestMill mill = TestMill.virtualTime(engine);
        mill.poller.sleepCostNs(sleepCostNs);
        return mill;
    }

    private static Pipe nonBlockingPipe() throws Exception {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        return pipe;
    }

    @EveryEngine
    void aDescriptorThatBecomesReadySoonIsServedWithoutASleep(Engine engine) throws Exception {
        Pipe pipe = nonBlockingPipe();
        TestMill mill = mill(engine, FOREVER_NS);
        mill.poller.onPoll(() -> {
            if (mill.poller.timeouts().size() == LOOKS) {
                mill.poller.ready(pipe.source(), FDW_IN);
            }
        });
        mill.run(() -> {
            assertEquals(FDW_IN, fdwait(pipe.source(), FDW_IN, -1));
            fdclean(pipe.source());
        });
        assertEquals(Collections.nCopies(LOOKS, 0L), mill.poller.timeouts());
        pipe.source().close();
        pipe.sink().close();
    }

    @EveryEngine
    void whatIsServedAwakeIsAPollThatSetsTheCountToZero(Engine engine) throws Exception {
        Pipe pipe = nonBlockingPipe();
        TestMill mill = mill(engine, FOREVER_NS);
        mill.poller.onPoll(() -> mill.poller.ready(pipe.source(), FDW_IN));
        mill.run(() -> {
            for (int i = 0; i < 80; i++) {
                yieldNow();
            }
            fdwait(pipe.source(), FDW_IN, -1); // Polls, and takes the caller from the ready list.
            int polls = mill.poller.timeouts().size();
            for (int takes = 1; takes < Scheduler.POLL_EVERY; takes++) {
                yieldNow();
                assertEquals(polls, mill.poller.timeouts().size(), "after take " + takes);
            }
            yieldNow();
            assertEquals(polls + 1, mill.poller.timeouts().size());
            fdclean(pipe.source());
        });
        pipe.source().close();
        pipe.sink().close();
    }

    @EveryEngine
    void aValueFromAnotherThreadThatComesSoonNeedsNoWakeUp(Engine engine) {
        TestMill mill = mill(engine, FOREVER_NS);
        mill.run(() -> {
            try (Inbox<String> inbox = inbox(1)) {
                Thread.ofPlatform().daemon().start(() -> {
                    try {
                        Thread.sleep(20);
                        inbox.put("soon");
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
                assertEquals("soon", chr(inbox.chan()));
            }
        });
        assertEquals(0, mill.poller.wakeUps());
        assertEquals(List.of(), mill.poller.timeouts());
    }

    @EveryEngine
    void whoHasLookedInVainSleeps(Engine engine) throws Exception {
        Pipe pipe = nonBlockingPipe();
        TestMill mill = mill(engine, 1);
        mill.run(() -> {
            assertEquals(0, fdwait(pipe.source(), FDW_IN, now() + 10));
            assertEquals(0, fdwait(pipe.source(), FDW_IN, now() + 20));
            fdclean(pipe.source());
        });
        assertEquals(List.of(0L, 10L, 20L), mill.poller.timeouts());
        pipe.source().close();
        pipe.sink().close();
    }

    @EveryEngine
    void aWaitThatOnlyATimerCanEndIsSleptThrough(Engine engine) {
        TestMill mill = mill(engine, FOREVER_NS);
        mill.run(() -> msleep(now() + 10));
        assertEquals(List.of(10L), mill.poller.timeouts());
    }

    /// Waits for the pipe while its thread cannot be left.
    private static final class WaitsWhileItIsMade {
        static final int EVENTS = fdwait(pipe.source(), FDW_IN, -1);

        static void touch() {}
    }

    private static Pipe pipe;

    @Test
    void whatHasComeBeforeASuspensionIsRefusedIsNotLost() throws Exception {
        pipe = nonBlockingPipe();
        Pipe others = nonBlockingPipe();
        TestMill mill = mill(Engine.VIRTUAL, FOREVER_NS);
        mill.poller.onPoll(() -> {
            if (mill.poller.timeouts().size() == LOOKS) {
                mill.poller.ready(others.source(), FDW_IN); // First, so that it is the one to be switched to.
                mill.poller.ready(pipe.source(), FDW_IN);
            }
        });
        mill.run(() -> {
            Coroutine other = go("other", () -> assertEquals(FDW_IN, fdwait(others.source(), FDW_IN, -1)));
            WaitsWhileItIsMade.touch();
            assertEquals(FDW_IN, WaitsWhileItIsMade.EVENTS);
            other.join();
            fdclean(pipe.source());
            fdclean(others.source());
        });
        for (Pipe p : List.of(pipe, others)) {
            p.source().close();
            p.sink().close();
        }
    }

    @Test
    void aCoroutineWhoseWaitsAreShortLeavesTheCarrierToOthersNowAndThen() throws Exception {
        List<String> oneCarrier =
                List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");
        ChildJvm.Result result = ChildJvm.run(ManyShortWaits.class, oneCarrier);
        assertEquals("the other has run" + System.lineSeparator(), result.output());
    }

    /// A mill on PORTABLE that waits and waits, while another virtual thread is to run.
    static final class ManyShortWaits {
        private static volatile boolean ran;

        public static void main(String[] args) throws Exception {
            Pipe ready = nonBlockingPipe();
            TestMill mill = SpinningMillTest.mill(Engine.PORTABLE, FOREVER_NS);
            mill.poller.ready(ready.source(), FDW_IN);
            mill.run(() -> {
                Thread.startVirtualThread(() -> ran = true);
                for (int i = 0; i < 1000 && !ran; i++) {
                    fdwait(ready.source(), FDW_IN, -1);
                }
            });
            System.out.println(ran ? "the other has run" : "the other has not run");
        }
    }
}
