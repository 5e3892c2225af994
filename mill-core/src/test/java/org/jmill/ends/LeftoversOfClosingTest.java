package org.jmill.ends;

import static org.jmill.Mill.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Coro;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Closing one thing leaves nothing of another behind.
class LeftoversOfClosingTest {
    @ParameterizedTest
    @EnumSource(
            value = Engine.class,
            names = {"CONTINUATION", "VIRTUAL", "PORTABLE"})
    void closingACoroInTheFinallyOfACancelledCoroutineLetsTheFinallyGoOn(Engine engine) {
        List<String> seen = new ArrayList<>();
        Mill.run(MillOptions.defaults().engine(engine), () -> {
            Coroutine owner = go(() -> {
                Coro<Integer, Integer> coro = Coro.create((self, first) -> {
                    try {
                        return self.yield(1);
                    } finally {
                        seen.add("body");
                    }
                });
                coro.resume(0);
                try {
                    msleep(-1);
                } finally {
                    coro.close();
                    seen.add("after close");
                }
            });
            owner.cancel();
            owner.join();
        });
        assertEquals(List.of("body", "after close"), seen);
    }

    @ParameterizedTest
    @EnumSource(
            value = Engine.class,
            names = {"CONTINUATION", "VIRTUAL", "PORTABLE"})
    void closingTheChannelOfAnInboxGivesItsRoomBack(Engine engine) {
        Mill.run(MillOptions.defaults().engine(engine), () -> {
            Inbox<Integer> inbox = inbox(1);
            assertTrue(inbox.offer(1));
            assertFalse(inbox.offer(2));
            msleep(now() + 1); // A poll takes the letter in.
            inbox.chan().close();
            assertTrue(inbox.offer(3));
            inbox.close();
        });
    }
}
