package org.jmill.choosing;

import static org.jmill.Mill.chclose;
import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.channels.Ways;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// Misuse of choose.
class ChoosePanicTest {
    @EveryEngineAndOrder
    void aPanicComesEvenIfAnotherClauseIsReady(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ready = chmake(5);
            Chan<Integer> done = chmake(5);
            Chan<Integer> closed = chmake(5);
            chs(ready, 1);
            chdone(done);
            chclose(closed);
            for (int i = 0; i < 20; i++) {
                Messages.assertPanics(
                        "out <2>", () -> choose().in(ready).out(done, 1).end(), "done");
                Messages.assertPanics(
                        "out <2>", () -> choose().out(done, 1).in(ready).end(), "done");
                Messages.assertPanics(
                        "in <3>", () -> choose().in(ready).in(closed).end(), "closed");
                Messages.assertPanics(
                        "in <3>", () -> choose().in(closed).in(ready).end(), "closed");
                Messages.assertPanics(
                        "out <3>", () -> choose().out(ready, 2).out(closed, 1).end(), "closed");
                Messages.assertPanics(
                        "in <3>", () -> choose().biased().in(ready).in(closed).end(), "closed");
                Messages.assertPanics(
                        "in <3>",
                        () -> choose().in(ready).in(closed).otherwise().end(),
                        "closed");
            }
            assertEquals(1, ready.size(), "nothing was received or sent");
            Ways.assertMillUsable();
        });
    }

    @EveryEngineAndOrder
    @SuppressWarnings({"unchecked", "rawtypes"})
    void theFirstClauseAtFaultInTheOrderWrittenIsTheOneNamed(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan closed = chmake(0);
            Chan done = chmake(0);
            Chan typed = chmake(String.class, 0);
            chclose(closed);
            chdone(done);
            UnaryOperator<Choose> a = c -> c.in(closed);
            UnaryOperator<Choose> b = c -> c.out(done, 1);
            UnaryOperator<Choose> c = x -> x.out(typed, 1);
            Messages.assertPanics(
                    "in <1>", () -> c.apply(b.apply(a.apply(choose()))).end(), "closed");
            Messages.assertPanics(
                    "in <1>", () -> b.apply(c.apply(a.apply(choose()))).end(), "closed");
            Messages.assertPanics(
                    "out <2>", () -> a.apply(c.apply(b.apply(choose()))).end(), "done");
            Messages.assertPanics(
                    "out <2>", () -> c.apply(a.apply(b.apply(choose()))).end(), "done");
            Messages.assertPanics(
                    "out <3>", () -> a.apply(b.apply(c.apply(choose()))).end(), "carries");
            Messages.assertPanics(
                    "out <3>", () -> b.apply(a.apply(c.apply(choose()))).end(), "carries");
        });
    }

    @EveryEngine
    void moreThanOneOtherwiseOrDeadline(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            chs(ch, 1);
            List<UnaryOperator<Choose>> ends = List.of(
                    Choose::otherwise,
                    c -> c.otherwise(() -> {}),
                    c -> c.deadline(now() + 5),
                    c -> c.deadline(-1),
                    c -> c.deadline(0, () -> {}));
            List<String> operations = List.of(
                    "otherwise choose", "otherwise choose", "deadline choose", "deadline choose", "deadline choose");
            for (UnaryOperator<Choose> first : ends) {
                for (int i = 0; i < ends.size(); i++) {
                    UnaryOperator<Choose> second = ends.get(i);
                    Messages.assertPanics(
                            operations.get(i),
                            () -> second.apply(first.apply(choose()).in(ch)).end(),
                            "'otherwise' or 'deadline' already");
                }
            }
            assertEquals(1, ch.size());
            Ways.assertMillUsable();
        });
    }

    @EveryEngine
    void rearmWithOtherwise(Engine engine) {
        TestMill.run(engine, () -> {
            Messages.assertPanics("rearm choose", () -> choose().otherwise().rearm(5), "'otherwise'");
            Ways.assertMillUsable();
        });
    }

    @EveryEngine
    void aNullHandlerSupplierOrGuard(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(0);
            Messages.assertPanics("in choose", () -> choose().in(ch, (Consumer<Integer>) null), "handler is null");
            Messages.assertPanics("out choose", () -> choose().out(ch, 1, null), "handler is null");
            Messages.assertPanics(
                    "outFrom choose", () -> choose().outFrom(ch, (Supplier<Integer>) null), "supplier is null");
            Messages.assertPanics("outFrom choose", () -> choose().outFrom(ch, () -> 1, null), "handler is null");
            Messages.assertPanics("otherwise choose", () -> choose().otherwise(null), "handler is null");
            Messages.assertPanics("deadline choose", () -> choose().deadline(0, null), "handler is null");
            Messages.assertPanics("when choose", () -> choose().in(ch).when((BooleanSupplier) null), "guard is null");
            Ways.assertMillUsable();
        });
    }

    @EveryEngine
    void whenWithoutAClauseBeforeIt(Engine engine) {
        TestMill.run(engine, () -> {
            Messages.assertPanics("when choose", () -> choose().when(true), "no clause before it");
            Messages.assertPanics("when choose", () -> choose().biased().when(() -> true), "no clause before it");
        });
    }

    @EveryEngine
    void aValueThatWasNotReceived(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            Choose c = choose().out(ch, 1).in(chmake(0)).otherwise();
            for (String state : List.of("not ended yet", "sent", "otherwise")) {
                Messages.assertPanics("value choose", c::value, "did not receive");
                Messages.assertPanics("received choose", c::received, "did not receive");
                assertEquals(state.equals("not ended yet") ? 0 : Choose.TIMEOUT, c.end());
            }
            Ways.assertMillUsable();
        });
    }

    @EveryEngineAndOrder
    void twoCoroutinesInTheEndOfOneChoose(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Choose c = choose().in(ch);
            List<Integer> got = new ArrayList<>();
            go(() -> {
                c.end();
                got.add(c.value());
            });
            Messages.assertPanics("end choose", c::end, "being ended");
            for (Body<RuntimeException> change : List.<Body<RuntimeException>>of(
                    () -> c.in(ch),
                    () -> c.in(ch, v -> {}),
                    () -> c.out(ch, 1),
                    () -> c.outFrom(ch, () -> 1),
                    c::otherwise,
                    () -> c.deadline(1),
                    () -> c.rearm(1),
                    () -> c.when(true),
                    c::biased)) {
                Messages.assertShape(assertThrows(MillPanic.class, change::run));
            }
            Inside.check(c);
            chs(ch, 5); // The one that waits is not disturbed.
            yieldNow();
            assertEquals(List.of(5), got);
            go(() -> chs(ch, 6));
            assertEquals(0, c.end(), "then it is free for another");
            assertEquals(6, c.<Integer>value());
        });
    }

    @EveryEngine
    void aChannelOfAnotherMill(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Object> foreign = TestMill.onThread("elsewhere", () -> {
                List<Chan<Object>> made = new ArrayList<>();
                Mill.run(MillOptions.defaults().engine(engine).name("other"), () -> made.add(chmake(3)));
                return made.get(0);
            });
            Messages.assertPanics("in choose", () -> choose().in(foreign), "another mill");
            Messages.assertPanics("out choose", () -> choose().out(foreign, 1), "another mill");
            Messages.assertPanics("call", () -> chs(foreign, 1), "mill other");
            Ways.assertMillUsable();
        });
    }

    @EveryEngineAndOrder
    void noClausesAtAllIsADeadlockLikeAnyOther(Engine engine, Order order) {
        DeadlockException deadlock =
                assertThrows(DeadlockException.class, () -> TestMill.run(engine, order, () -> choose().end()));
        Messages.assertShape(deadlock);
        assertTrue(deadlock.getMessage().contains("choose()"), deadlock::getMessage);
    }

    @EveryEngineAndOrder
    void clausesThatAreAllSwitchedOffWaitForEver(Engine engine, Order order) {
        assertThrows(
                DeadlockException.class,
                () -> TestMill.run(engine, order, () -> {
                    Chan<Integer> ch = chmake(1);
                    chs(ch, 1);
                    choose().in(ch)
                            .when(false)
                            .out(chmake(1), 1)
                            .when(() -> false)
                            .end();
                }));
    }

    @EveryEngineAndOrder
    void aSupplierOrGuardThatThrowsIsTheCallersAffairAndLeavesNothingBehind(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            RuntimeException thrown = new RuntimeException("mine");
            boolean[] fails = {true};
            Supplier<Integer> supplier = () -> {
                if (fails[0]) {
                    throw thrown;
                }
                return 3;
            };
            Choose c = choose().outFrom(ch, () -> 1).outFrom(ch, supplier);
            assertEquals(thrown, assertThrows(RuntimeException.class, c::end));
            Inside.check(c);
            assertEquals(0, ch.size());
            Choose guarded = choose().out(ch, 1).in(ch).when(() -> supplier.get() == 3);
            assertEquals(thrown, assertThrows(RuntimeException.class, guarded::end));
            Inside.check(guarded);
            fails[0] = false;
            assertTrue(c.end() >= 0, "usable again");
            assertEquals(1, guarded.end());
            assertTrue(Inside.senders(ch).isEmpty() && Inside.receivers(ch).isEmpty());
            Ways.assertMillUsable();
        });
    }

    @EveryEngine
    void aNullChannelIsToldHowAClauseIsSwitchedOff(Engine engine) {
        TestMill.run(engine, () -> {
            Messages.assertPanics("in choose", () -> choose().in(null).when(false), "channel is null", "when(false)");
            Messages.assertPanics("out choose", () -> choose().out(null, 1).when(false), "when(false)");
        });
    }
}
