package org.jmill.channels;

import static org.jmill.Mill.chclose;
import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// For each state of a channel and each operation: does it complete, wait, give up, or panic?
class TruthTableTest {
    private enum Outcome {
        COMPLETES,
        WAITS,
        GIVES_UP,
        PANICS
    }

    /// A state, and what plain sends and receives do there.
    private record State(String name, Supplier<Chan<Object>> make, Outcome send, Outcome receive) {}

    private static final Object VALUE = "v";

    private static Chan<Object> with(int capacity, Consumer<Chan<Object>> prepare) {
        Chan<Object> ch = chmake(capacity);
        prepare.accept(ch);
        return ch;
    }

    private static void fill(Chan<Object> ch) {
        while (ch.trySend(VALUE)) {}
    }

    private static final List<State> STATES = List.of(
            new State("null", () -> null, Outcome.PANICS, Outcome.PANICS),
            new State("unbuffered, alone", () -> chmake(0), Outcome.WAITS, Outcome.WAITS),
            new State(
                    "unbuffered, a receiver waits",
                    () -> with(0, ch -> go(() -> chr(ch))),
                    Outcome.COMPLETES,
                    Outcome.WAITS),
            new State(
                    "unbuffered, a chooser waits to receive",
                    () -> with(0, ch -> go(() -> choose().in(ch).in(ch).end())),
                    Outcome.COMPLETES,
                    Outcome.WAITS),
            new State(
                    "unbuffered, a sender waits",
                    () -> with(0, ch -> go(() -> chs(ch, VALUE))),
                    Outcome.WAITS,
                    Outcome.COMPLETES),
            new State(
                    "unbuffered, a chooser waits to send",
                    () -> with(0, ch -> go(() -> choose().out(ch, VALUE).end())),
                    Outcome.WAITS,
                    Outcome.COMPLETES),
            new State(
                    "unbuffered, a chooser waits for both",
                    () -> with(0, ch -> go(() -> choose().out(ch, VALUE).in(ch).end())),
                    Outcome.COMPLETES,
                    Outcome.COMPLETES),
            new State("buffered, empty", () -> chmake(2), Outcome.COMPLETES, Outcome.WAITS),
            new State(
                    "buffered, empty, a receiver waits",
                    () -> with(2, ch -> go(() -> chr(ch))),
                    Outcome.COMPLETES,
                    Outcome.WAITS),
            new State(
                    "buffered, neither empty nor full",
                    () -> with(2, ch -> chs(ch, VALUE)),
                    Outcome.COMPLETES,
                    Outcome.COMPLETES),
            new State("buffered, full", () -> with(2, TruthTableTest::fill), Outcome.WAITS, Outcome.COMPLETES),
            new State(
                    "buffered, full, a sender waits",
                    () -> with(2, ch -> {
                        fill(ch);
                        go(() -> chs(ch, VALUE));
                    }),
                    Outcome.WAITS,
                    Outcome.COMPLETES),
            new State("done, unbuffered", () -> with(0, Chan::done), Outcome.PANICS, Outcome.COMPLETES),
            new State("done, empty", () -> with(2, Chan::done), Outcome.PANICS, Outcome.COMPLETES),
            new State(
                    "done, with values",
                    () -> with(2, ch -> {
                        chs(ch, VALUE);
                        chdone(ch, VALUE);
                    }),
                    Outcome.PANICS,
                    Outcome.COMPLETES),
            new State("closed", () -> with(2, Mill::chclose), Outcome.PANICS, Outcome.PANICS),
            new State(
                    "closed, was done",
                    () -> with(2, ch -> {
                        chdone(ch);
                        chclose(ch);
                    }),
                    Outcome.PANICS,
                    Outcome.PANICS));

    private static final List<Consumer<Chan<Object>>> SENDS = List.of(
            ch -> chs(ch, VALUE),
            ch -> choose().out(ch, VALUE).end(),
            ch -> choose().in(chmake(0)).outFrom(ch, () -> VALUE).out(ch, VALUE).end(),
            ch -> choose().out(ch, VALUE).deadline(-1).end());

    private static final List<Consumer<Chan<Object>>> RECEIVES = List.of(
            Mill::chr,
            ch -> nonNull(ch).receiveOrDone(),
            ch -> nonNull(ch).iterator().hasNext(),
            ch -> choose().in(ch).end(),
            ch -> choose().out(chmake(0), 1).in(ch).in(ch, v -> {}).end(),
            ch -> choose().in(ch).deadline(-1).end());

    /// A method of a null object is the JVM's affair, not a verb's.
    private static Chan<Object> nonNull(Chan<Object> ch) {
        if (ch == null) {
            throw new MillPanic("test: channel is null");
        }
        return ch;
    }

    private static boolean trySend(Chan<Object> ch) {
        return nonNull(ch).trySend(VALUE);
    }

    private static boolean tryReceive(Chan<Object> ch) {
        return !(nonNull(ch).tryReceive() instanceof Received.Empty);
    }

    private static boolean chooseSendOrElse(Chan<Object> ch) {
        return choose().out(ch, VALUE).otherwise().end() == 0;
    }

    private static boolean chooseReceiveOrElse(Chan<Object> ch) {
        return choose().in(ch).otherwise().end() == 0;
    }

    /// What happens in a coroutine of its own.
    private static Outcome outcome(Chan<Object> ch, Consumer<Chan<Object>> operation) {
        List<Outcome> seen = new ArrayList<>();
        Coroutine c = go(() -> {
            try {
                operation.accept(ch);
                seen.add(Outcome.COMPLETES);
            } catch (GaveUp e) {
                seen.add(Outcome.GIVES_UP);
            } catch (MillPanic e) {
                Messages.assertShape(e);
                seen.add(Outcome.PANICS);
            } catch (CancelledException e) {
                // It has been seen to wait.
            }
        });
        for (int i = 0; i < 5; i++) {
            yieldNow(); // In libmill's order it ends only when its turn comes again.
        }
        if (seen.isEmpty()) {
            assertEquals(Coroutine.State.WAITING, c.state());
            c.cancel();
            c.join();
            return Outcome.WAITS;
        }
        return seen.get(0);
    }

    @EveryEngineAndOrder
    void sendsAndReceivesThatMayWait(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            for (State state : STATES) {
                for (Consumer<Chan<Object>> send : SENDS) {
                    assertEquals(
                            state.send,
                            outcome(state.make.get(), send),
                            "send " + SENDS.indexOf(send) + " " + state.name);
                }
                for (Consumer<Chan<Object>> receive : RECEIVES) {
                    assertEquals(
                            state.receive,
                            outcome(state.make.get(), receive),
                            "receive " + RECEIVES.indexOf(receive) + " " + state.name);
                }
            }
        });
    }

    @EveryEngineAndOrder
    void sendsAndReceivesThatGiveUpWhereOthersWait(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            for (State state : STATES) {
                String in = " in " + state.name;
                assertEquals(orGivesUp(state.send), tried(state, TruthTableTest::trySend), "trySend" + in);
                assertEquals(orGivesUp(state.receive), tried(state, TruthTableTest::tryReceive), "tryReceive" + in);
                assertEquals(orGivesUp(state.send), tried(state, TruthTableTest::chooseSendOrElse), "out" + in);
                assertEquals(orGivesUp(state.receive), tried(state, TruthTableTest::chooseReceiveOrElse), "in" + in);
            }
        });
    }

    private static Outcome orGivesUp(Outcome waiting) {
        return waiting == Outcome.WAITS ? Outcome.GIVES_UP : waiting;
    }

    private static Outcome tried(State state, java.util.function.Predicate<Chan<Object>> operation) {
        return outcome(state.make.get(), ch -> {
            if (!operation.test(ch)) {
                throw new GaveUp();
            }
        });
    }

    private static final class GaveUp extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
