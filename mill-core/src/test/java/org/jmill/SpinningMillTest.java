package org.jmill;

import static org.jmill.Mill.FDW_IN;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.fdclean;
import static org.jmill.Mill.fdwait;
import static org.jmill.Mill.inbox;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.channels.Pipe;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
}
