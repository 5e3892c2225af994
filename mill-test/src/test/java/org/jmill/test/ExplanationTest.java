package org.jmill.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.harness.Messages;
import org.junit.jupiter.api.Test;

/// What is said of a history that is not linearizable.
class ExplanationTest {
    private static String text(History<?, ?> history) {
        AssertionError error = assertThrows(AssertionError.class, history::mustBeLinearizable);
        Messages.assertShape(error);
        return error.getMessage();
    }

    @Test
    void tableShowsWhatHasAPlaceAndWhatHasNone() {
        History<Op, String> history = History.of(Register.model());
        history.begin("{1} a", Op.put("x", "1")).returned("ok");
        history.begin("{4} c", Op.put("x", "3"));
        Call<Op, String> put = history.begin("{2} b", Op.put("x", "2"));
        Call<Op, String> get = history.begin("{3} reader", Op.get("x"));
        put.returned("ok");
        get.returned("2");
        history.begin("{3} reader", Op.get("x")).returned("1");
        history.begin("{1} a", Op.put("x", "later")).returned("ok");
        assertEquals("""
            mustBeLinearizable key x: no place for get(x) -> 1 of {3} reader, steps 8 to 9; it can only give 2 or 3
              place  who         call                      steps
                  1  {1} a       put(x, 1) -> ok           1 to 2  []
                     {4} c       put(x, 3) -> (no answer)  3 on      [------>
                  2  {2} b       put(x, 2) -> ok           4 to 6     [-]
                  3  {3} reader  get(x) -> 2               5 to 7      [-]
                  ?  {3} reader  get(x) -> 1               8 to 9         []
            The state after place 3 is 2.\
            """, text(history));
    }

    @Test
    void stepsAreThoseOfTheClock() {
        long[] step = {70};
        History<Counter, Long> history = History.of(Counter.model(), () -> step[0]);
        Call<Counter, Long> get = history.begin("me", Counter.get());
        step[0] = 75;
        get.returned(1L);
        assertEquals("""
            mustBeLinearizable: no place for get() -> 1 of me, steps 70 to 75; it can only give 0
              place  who  call        steps
                  ?  me   get() -> 1  70 to 75  []
            The state at the beginning is 0.\
            """, text(history));
    }

    /// The same step has many events: what counts is which is noted first.
    @Test
    void clockMayStand() {
        History<Op, String> history = History.of(Register.model(), () -> 7);
        history.begin(Op.put("x", "1")).returned("ok");
        history.begin(Op.get("x")).returned("1");
        history.mustBeLinearizable();
        history.begin(Op.get("x")).returned(null);
        assertTrue(text(history).contains("steps 7 to 7; it can only give 1\n"), text(history));
    }

    @Test
    void ofAnyHistoryTwentyCallsAreShown() {
        History<Op, String> history = History.of(Register.model());
        for (int i = 0; i < 1_000; i++) {
            history.begin("lost", Op.put("x", "lost"));
            history.begin("me", Op.put("x", "" + i)).returned("ok");
        }
        history.begin("me", Op.get("x")).returned("wrong");
        String text = text(history);
        assertEquals(23, text.lines().count(), text);
        assertTrue(text.endsWith("The state after place 1000 is 999; 1,981 calls are not shown."), text);
        assertTrue(text.contains("; it can only give 999 or lost\n"), text);
        assertTrue(text.lines().allMatch(line -> line.length() <= 120), text);
    }

    @Test
    void ofManyResultsThatWouldBePossibleAFewAreNamed() {
        History<Op, String> history = History.of(Register.model());
        for (int i = 0; i < 100; i++) {
            history.begin(Op.put("x", "" + i));
        }
        history.begin(Op.get("x")).returned("wrong");
        String first = text(history).lines().findFirst().orElseThrow();
        assertTrue(first.matches(".*; it can only give (\\S+ or ){5}…"), first);
    }

    @Test
    void longTextsAreCutAndStayInTheirLine() {
        History<Op, String> history = History.of(Register.model());
        history.begin("me", Op.put("x", "a\nb" + "c".repeat(200))).returned("ok");
        history.begin("me", Op.get("x")).returned("1");
        assertTrue(
                text(history).lines().toList().get(2).matches(" +1  me   put\\(x, a bc+…  1 to 2  \\[]"),
                text(history));
    }

    @Test
    void callThatIsPossibleOnlyInsteadOfAnotherOneIsToldSo() {
        History<Counter, Long> history = History.of(Counter.model());
        List<Call<Counter, Long>> adds = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            adds.add(history.begin("c" + i, Counter.add(1)));
        }
        adds.forEach(add -> add.returned(1L));
        assertTrue(
                text(history)
                        .startsWith("mustBeLinearizable: no place for add(1) -> 1 of c1, steps 2 to 4;"
                                + " it can only give 2, unless a call that returned earlier has no place\n"),
                text(history));
    }

    @Test
    void callThatIsNotPossibleAtAllIsToldSo() {
        History<String, String> history =
                History.of(Model.of(0, (state, op) -> op.equals("wait") ? null : Outcome.of(state + 1, "ok")));
        history.begin("me", "go").returned("ok");
        history.begin("me", "wait").returned("ok");
        assertTrue(text(history).contains("; it is not possible in any state that there can have been\n"));
    }
}
