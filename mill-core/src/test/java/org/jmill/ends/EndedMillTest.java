package org.jmill.ends;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coro;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.MillPanic;
import org.jmill.Received;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.function.Executable;

/// What is left of a mill that has ended: its objects tell how they stand, to any thread, and refuse all else.
class EndedMillTest {
    private Coroutine main;
    private Coroutine cancelled;
    private Coroutine ended;
    private Chan<Integer> channel;
    private Choose choose;
    private Coro<Integer, Integer> suspended;
    private Coro<Integer, Integer> fresh;

    private void runMill(Engine engine) {
        Mill.run(MillOptions.defaults().engine(engine).name("gone"), this::leaveObjects);
    }

    private void leaveObjects() {
        main = Mill.self();
        channel = chmake(3);
        ended = go(() -> channel.send(7));
        cancelled = go(() -> msleep(-1));
        channel.send(8);
        choose = choose().in(channel);
        choose.end();
        channel.done();
        suspended = Coro.create((self, first) -> self.yield(first));
        suspended.resume(1);
        fresh = Coro.create((self, first) -> first);
    }

    @EveryEngine
    void aCoroutineTellsThatItHasEnded(Engine engine) {
        runMill(engine);
        for (Coroutine each : new Coroutine[] {main, cancelled, ended}) {
            assertTrue(each.isDone(), each.toString());
            assertEquals(Coroutine.State.DONE, each.state(), each.toString());
            assertEquals("", each.waitingFor(), each.toString());
            assertEquals(0, each.stackTrace().length, each.toString());
            assertEquals(each == cancelled, each.isCancelled(), each.toString());
        }
    }

    @EveryEngine
    void aCoroTellsItsStatus(Engine engine) {
        runMill(engine);
        assertEquals(Coro.Status.DEAD, suspended.status());
        assertEquals(Coro.Status.SUSPENDED, fresh.status());
    }

    @EveryEngine
    void aChannelTellsWhatWasLeftInIt(Engine engine) {
        runMill(engine);
        assertEquals(1, channel.size());
        assertEquals(3, channel.capacity());
        assertTrue(channel.isDone());
    }

    @EveryEngine
    void aChooseTellsWhatItReceivedLast(Engine engine) {
        runMill(engine);
        assertEquals(7, choose.<Integer>value());
        assertEquals(new Received.Value<>(7), choose.<Integer>received());
    }

    @EveryEngine
    void anyThreadMayAsk(Engine engine) {
        TestMill.onThread("caller of the mill", () -> {
            runMill(engine);
            return null;
        });
        assertTrue(cancelled.isDone());
        assertEquals(1, channel.size());
        Mill.run(() -> assertTrue(cancelled.isDone())); // Another mill's, too.
    }

    @EveryEngine
    void theyAnswerAfterAFailureToo(Engine engine) {
        assertThrows(
                ArithmeticException.class,
                () -> Mill.run(MillOptions.defaults().engine(engine), () -> {
                    leaveObjects();
                    throw new ArithmeticException();
                }));
        assertTrue(cancelled.isDone());
        assertEquals(1, channel.size());
    }

    @EveryEngine
    void aClosedChannelSaysThatItIsClosed(Engine engine) {
        Mill.run(MillOptions.defaults().engine(engine), () -> {
            channel = chmake(1);
            channel.close();
        });
        Messages.assertPanics("size <1>", channel::size, "channel is closed");
    }

    @EveryEngine
    void whatWouldChangeOrWaitSaysThatTheMillHasEnded(Engine engine) {
        runMill(engine);
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("send", () -> channel.send(1));
        calls.put("trySend", () -> channel.trySend(1));
        calls.put("receive", channel::receive);
        calls.put("tryReceive", channel::tryReceive);
        calls.put("done", channel::done);
        calls.put("close", channel::close);
        calls.put("dup", channel::dup);
        calls.put("end of a choose", choose::end);
        calls.put("clause", () -> choose.in(channel));
        calls.put("cancel", cancelled::cancel);
        calls.put("join", cancelled::join);
        for (Map.Entry<String, Executable> call : calls.entrySet()) {
            MillPanic panic = Messages.assertPanics("call from thread", call.getValue(), "its mill gone has ended");
            assertTrue(panic.getMessage().contains("inside its Mill.run"), call.getKey());
        }
        assertEquals(1, channel.size());
        assertFalse(channel.toString().contains("closed"), channel.toString());
    }
}
