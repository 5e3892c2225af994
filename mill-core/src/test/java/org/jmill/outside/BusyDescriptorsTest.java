package org.jmill.outside;

import static org.jmill.Mill.FDW_IN;
import static org.jmill.Mill.fdwait;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.AfterEach;

/// Many descriptors that are ready at once, and stay so until their coroutines have run: when they
/// are looked at again.
class BusyDescriptorsTest {
    private static final int POLL_EVERY = 103;

    private final List<DatagramChannel> channels = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (DatagramChannel channel : channels) {
            channel.close();
        }
    }

    private DatagramChannel channel() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channels.add(channel);
        return channel;
    }

    /// Starts coroutines that wait for a descriptor each and note how many polls there were when they ran; then
    /// all are ready at once.
    private void wake(TestMill mill, int count, List<Integer> polls) throws IOException {
        for (int i = 0; i < count; i++) {
            DatagramChannel channel = channel();
            go(() -> {
                fdwait(channel, FDW_IN, -1);
                polls.add(mill.poller.timeouts().size());
            });
        }
        channels.forEach(channel -> mill.poller.ready(channel, FDW_IN));
    }

    @EveryEngine
    void areLookedAtAgainWhenThoseThatTheyWokeHaveRun(Engine engine) throws IOException {
        TestMill mill = TestMill.virtualTime(engine).fast();
        List<Integer> polls = new ArrayList<>();
        mill.run(() -> {
            wake(mill, 3 * POLL_EVERY, polls);
            while (polls.size() < 3 * POLL_EVERY) {
                yieldNow();
            }
            int before = mill.poller.timeouts().size();
            for (int i = 0; i <= 2 * POLL_EVERY; i++) {
                yieldNow();
            }
            assertEquals(before + 2, mill.poller.timeouts().size(), "all have run: every 103 takes as before");
        });
        assertEquals(polls.getFirst(), polls.getLast());
    }

    @EveryEngine
    void areNotLookedAtAgainWhileOthersRunBeforeThoseThatTheyWoke(Engine engine) throws IOException {
        TestMill mill = TestMill.virtualTime(engine).fast();
        List<Integer> polls = new ArrayList<>();
        mill.run(() -> {
            for (int i = 0; i < 6 * POLL_EVERY; i++) {
                go(() -> {
                    while (true) {
                        yieldNow();
                    }
                });
            }
            wake(mill, 3 * POLL_EVERY, polls);
            while (polls.size() < 3 * POLL_EVERY) {
                yieldNow();
            }
        });
        assertEquals(polls.getFirst(), polls.getLast());
    }

    @EveryEngine
    void areLookedAtAgainThoughOneThatTheyWokeIsAlwaysReady(Engine engine) throws IOException {
        TestMill mill = TestMill.virtualTime(engine).fast();
        List<Integer> polls = new ArrayList<>();
        mill.run(() -> {
            wake(mill, 2 * POLL_EVERY, polls);
            DatagramChannel channel = channel();
            go(() -> {
                fdwait(channel, FDW_IN, -1);
                while (true) {
                    yieldNow();
                }
            });
            mill.poller.ready(channel, FDW_IN);
            while (polls.size() < 2 * POLL_EVERY) {
                yieldNow();
            }
            int before = mill.poller.timeouts().size();
            for (int i = 0; i < 10 * POLL_EVERY; i++) {
                yieldNow();
            }
            int after = mill.poller.timeouts().size();
            assertTrue(after - before >= 10, (after - before) + " polls in some 20 times 103 takes");
        });
    }

    @EveryEngine
    void areLookedAtBeforeATimerFiresMeanwhile(Engine engine) throws IOException {
        TestMill mill = TestMill.virtualTime(engine).fast();
        int[] outcome = {-1};
        mill.run(() -> {
            DatagramChannel first = channel();
            DatagramChannel late = channel();
            go(() -> {
                fdwait(first, FDW_IN, -1);
                mill.poller.ready(late, FDW_IN);
                outcome[0] = fdwait(late, FDW_IN, 0); // The others have yet to run.
            });
            wake(mill, 9 * POLL_EVERY, new ArrayList<>());
            mill.poller.unready(late);
            while (outcome[0] < 0) {
                yieldNow();
            }
        });
        assertEquals(FDW_IN, outcome[0]);
    }
}
