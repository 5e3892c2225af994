package org.jmill.test;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.harness.Messages;
import org.junit.jupiter.api.Test;

/// What is linearizable and what is not, and what a history is told.
class HistoryTest {
    private final History<Op, String> history = History.of(Register.model());

    private Call<Op, String> put(String value) {
        return history.begin("writer " + value, Op.put("x", value));
    }

    private Call<Op, String> get() {
        return history.begin("reader", Op.get("x"));
    }

    private AssertionError assertFails() {
        AssertionError error = assertThrows(AssertionError.class, history::mustBeLinearizable);
        assertSame(AssertionError.class, error.getClass());
        Messages.assertShape(error);
        return error;
    }

    @Test
    void historyOfNothingIsLinearizable() {
        history.mustBeLinearizable();
        assertEquals(0, history.answered());
    }

    @Test
    void readAfterAPutSeesIt() {
        put("1").returned("ok");
        put("2").returned("ok");
        get().returned("2");
        history.mustBeLinearizable();
    }

    @Test
    void staleReadIsFound() {
        put("1").returned("ok");
        put("2").returned("ok");
        get().returned("1");
        assertFails();
    }

    @Test
    void readAtTheSameTimeAsAPutMaySeeItOrNot() {
        for (String seen : new String[] {"1", "2"}) {
            put("1").returned("ok");
            Call<Op, String> put = put("2");
            get().returned(seen);
            put.returned("ok");
            get().returned("2");
            history.mustBeLinearizable();
        }
    }

    @Test
    void readsOneAfterTheOtherDoNotGoBack() {
        put("1").returned("ok");
        Call<Op, String> put = put("2");
        get().returned("2");
        history.mustBeLinearizable();
        get().returned("1");
        put.returned("ok");
        assertFails();
    }

    @Test
    void readOfWhatIsPutLaterIsFound() {
        get().returned("1");
        put("1").returned("ok");
        assertFails();
    }

    @Test
    void lostUpdateIsFound() {
        History<Counter, Long> counter = History.of(Counter.model());
        Call<Counter, Long> one = counter.begin(Counter.add(1));
        Call<Counter, Long> two = counter.begin(Counter.add(1));
        one.returned(1L);
        two.returned(1L);
        assertThrows(AssertionError.class, counter::mustBeLinearizable);
    }

    @Test
    void valueThatIsTakenTwiceIsFound() {
        History<Fifo<String>, String> queue = History.of(Fifo.model());
        queue.begin(Fifo.put("a")).returned(null);
        Call<Fifo<String>, String> one = queue.begin(Fifo.take());
        Call<Fifo<String>, String> two = queue.begin(Fifo.take());
        one.returned("a");
        queue.mustBeLinearizable();
        two.returned("a");
        assertThrows(AssertionError.class, queue::mustBeLinearizable);
    }

    @Test
    void callWithoutAnAnswerMayHaveHappened() {
        put("1").returned("ok");
        put("2");
        get().returned("1");
        get().returned("2");
        get().returned("2");
        history.mustBeLinearizable();
    }

    @Test
    void callWithoutAnAnswerMayNotHaveHappened() {
        put("1").returned("ok");
        put("2");
        get().returned("1");
        get().returned("1");
        history.mustBeLinearizable();
    }

    @Test
    void callWithoutAnAnswerHappensOnceAtMost() {
        put("1");
        get().returned("1");
        put("2").returned("ok");
        get().returned("2");
        get().returned("1");
        assertFails();
    }

    @Test
    void callWithoutAnAnswerDoesNotHappenBeforeItBegins() {
        get().returned("1");
        put("1");
        assertFails();
    }

    /// Both may have put the 1 that is seen first; the second one can only be the put's.
    @Test
    void ofTwoCallsWithoutAnAnswerThatWhichIsNotNeededLaterHasHappened() {
        for (boolean swapped : new boolean[] {false, true}) {
            History<Op, String> both = History.of(Register.model());
            both.begin(swapped ? Op.put("x", "1") : Op.cas("x", null, "1"));
            both.begin(swapped ? Op.cas("x", null, "1") : Op.put("x", "1"));
            both.begin(Op.get("x")).returned("1");
            both.begin(Op.put("x", "5")).returned("ok");
            both.begin(Op.get("x")).returned("1");
            both.mustBeLinearizable();
            both.begin(Op.put("x", "6")).returned("ok");
            both.begin(Op.get("x")).returned("1");
            assertThrows(AssertionError.class, both::mustBeLinearizable);
        }
    }

    @Test
    void refusedCallDidNotHappen() {
        put("1").returned("ok");
        put("2").refused();
        get().returned("1");
        history.mustBeLinearizable();
        get().returned("2");
        assertFails();
    }

    @Test
    void callThatThrowsMayHaveHappenedAndThrowsOn() {
        IOException reset = new IOException("connection reset");
        IOException thrown = assertThrows(
                IOException.class,
                () -> history.call(Op.put("x", "1"), op -> {
                    throw reset;
                }));
        assertSame(reset, thrown);
        get().returned(null);
        get().returned("1");
        history.mustBeLinearizable();
        assertEquals("history: 3 calls, 2 answered, 0 refused", history.toString());
    }

    @Test
    void callThatThrowsARefusalDidNotHappen() {
        history.refusals(thrown -> thrown instanceof ConnectException);
        assertThrows(
                ConnectException.class,
                () -> history.call(Op.put("x", "1"), op -> {
                    throw new ConnectException();
                }));
        assertEquals("history: 1 calls, 0 answered, 1 refused", history.toString());
        get().returned("1");
        assertFails();
    }

    @Test
    void callOfACancelledCoroutineMayHaveHappened() {
        Map<String, String> data = new HashMap<>();
        Mill.run(() -> {
            Chan<String> never = chmake(0);
            Coroutine client = go(
                    "client",
                    () -> assertThrows(
                            CancelledException.class,
                            () -> history.call(Op.put("x", "1"), op -> {
                                data.put("x", "1");
                                return chr(never);
                            })));
            client.cancel();
            client.join();
            assertEquals("1", history.call(Op.get("x"), op -> data.get(op.key())));
            history.mustBeLinearizable();
            data.clear();
            history.call(Op.get("x"), op -> data.get(op.key()));
        });
        AssertionError error = assertFails();
        assertTrue(error.getMessage().contains("put(x, 1) -> (CancelledException)"), error.getMessage());
        assertTrue(error.getMessage().contains("{1} client"), error.getMessage());
        assertTrue(error.getMessage().contains("{0} main"), error.getMessage());
    }

    @Test
    void callGivesWhatItsCodeGives() {
        Map<String, String> data = new HashMap<>();
        assertEquals("ok", history.call(Op.put("x", "1"), op -> {
            data.put("x", "1");
            return "ok";
        }));
        assertEquals("1", history.call(Op.get("x"), op -> data.get(op.key())));
        history.mustBeLinearizable();
    }

    @Test
    void keysKnowNothingOfEachOther() {
        history.begin(Op.put("x", "1")).returned("ok");
        history.begin(Op.get("y")).returned(null);
        history.mustBeLinearizable();
        history.begin(Op.get("y")).returned("1");
        assertTrue(assertFails().getMessage().startsWith("mustBeLinearizable key y: no place for get(y) -> 1 of "));
    }

    @Test
    void ofSeveralKeysThatWhichFailsFirstIsTold() {
        Call<Op, String> x = history.begin(Op.get("x"));
        Call<Op, String> y = history.begin(Op.get("y"));
        Call<Op, String> z = history.begin(Op.get("z"));
        y.returned("wrong");
        x.returned("wrong");
        z.returned("wrong");
        assertTrue(assertFails().getMessage().startsWith("mustBeLinearizable key y: "));
    }

    @Test
    void registerSwapsOnlyWhatItHas() {
        history.begin(Op.cas("x", null, "1")).returned("true");
        history.begin(Op.cas("x", "2", "3")).returned("false");
        history.begin(Op.cas("x", "1", "2")).returned("true");
        history.begin(Op.get("x")).returned("2");
        history.begin(Op.delete("x")).returned("anything");
        history.begin(Op.get("x")).returned(null);
        history.mustBeLinearizable();
        history.begin(Op.cas("x", "2", "3")).returned("true");
        assertFails();
    }

    @Test
    void registerTakesAnotherWordForNoValue() {
        History<Op, String> empty = History.of(Register.model(""));
        empty.begin(Op.get("x")).returned("");
        empty.begin(Op.put("x", "1")).returned("ok");
        empty.begin(Op.delete("x")).returned("ok");
        empty.begin(Op.get("x")).returned("");
        empty.mustBeLinearizable();
    }

    @Test
    void searchThatReachesItsLimitSaysSo() {
        History<Fifo<Integer>, Integer> queue = hardQueue();
        UndecidedError error = assertThrows(UndecidedError.class, queue.statesMax(5_000)::mustBeLinearizable);
        Messages.assertShape(error);
        assertEquals(
                "mustBeLinearizable: it could not be decided within 5,013 states, for 13 calls, 0 of them without an"
                        + " answer; allow more with statesMax, or let fewer clients work on the same key",
                error.getMessage());
    }

    private static History<Fifo<Integer>, Integer> hardQueue() {
        History<Fifo<Integer>, Integer> queue = History.of(Fifo.model());
        List<Call<Fifo<Integer>, Integer>> puts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            puts.add(queue.begin(Fifo.put(i)));
        }
        puts.forEach(put -> put.returned(null));
        queue.begin(Fifo.take()).returned(-1);
        return queue;
    }

    /// Two keys: of the first one it cannot be decided within one state more than there are calls.
    @Test
    void whatIsWrongForCertainIsToldBeforeWhatIsNot() {
        for (int i = 0; i < 3; i++) {
            history.begin(Op.put("hard", "" + i));
        }
        Call<Op, String> a = history.begin(Op.cas("hard", "1", "8"));
        Call<Op, String> b = history.begin(Op.cas("hard", "2", "9"));
        a.returned("true");
        b.returned("true");
        history.begin(Op.get("hard")).returned("wrong");
        history.statesMax(1);
        assertThrows(UndecidedError.class, history::mustBeLinearizable);
        history.begin(Op.get("x")).returned("wrong");
        assertTrue(assertFails().getMessage().startsWith("mustBeLinearizable key x: "));
    }

    @Test
    void misuseIsAPanic() {
        Messages.assertPanics("history", () -> History.of(null), "model is null");
        Messages.assertPanics("begin", () -> history.begin(null), "operation is null");
        Messages.assertPanics("begin", () -> history.begin(null, Op.get("x")), "who is null");
        Messages.assertPanics("call", () -> history.call(Op.get("x"), null), "code is null");
        Messages.assertPanics("refusals", () -> history.refusals(null), "predicate is null");
        Messages.assertPanics("statesMax", () -> history.statesMax(0), "less than 1: 0");
        Messages.assertPanics("model", () -> Model.of(1, null), "code is null");
        Call<Op, String> get = get();
        get.returned("1");
        Messages.assertPanics("returned", () -> get.returned("2"), "something was said", "get(x) -> 1");
        Messages.assertPanics("refused", get::refused, "something was said");
    }

    @Test
    void modelThatChangesTheStateWhereItSaysThatItOnlyLooksIsAPanic() {
        Model<Integer, String, Integer> liar = new Model<>() {
            @Override
            public Integer start() {
                return 0;
            }

            @Override
            public List<Outcome<Integer, Integer>> outcomes(Integer state, String op) {
                return List.of(Outcome.of(state + 1, state));
            }

            @Override
            public boolean isRead(String op) {
                return true;
            }
        };
        History<String, Integer> read = History.of(liar);
        read.begin("next").returned(0);
        MillPanic panic = assertThrows(MillPanic.class, read::mustBeLinearizable);
        Messages.assertShape(panic);
    }
}
