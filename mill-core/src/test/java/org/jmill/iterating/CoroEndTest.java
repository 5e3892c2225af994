package org.jmill.iterating;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coro;
import org.jmill.Coro.Status;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Leftovers;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// How an asymmetric coroutine ends, what its end is taken for, and what it holds then.
class CoroEndTest {
    /// Suspended in its first yield, and with its handle in the list.
    private static Coro<Void, Integer> suspended(List<Coroutine> handles, List<String> log) {
        Coro<Void, Integer> coro = Coro.create((self, first) -> {
            handles.add(Mill.self());
            try {
                self.yield(1);
            } finally {
                log.add("body");
            }
            return 2;
        });
        assertEquals(1, coro.resume(null));
        return coro;
    }

    @EveryEngineAndOrder
    void theCancellationOfABodyReachesItsResumer(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            List<Coroutine> handles = new ArrayList<>();
            Coro<Void, Integer> coro = Coro.create((self, first) -> {
                handles.add(Mill.self());
                msleep(-1);
                return 1;
            });
            go(() -> {
                Mill.yield();
                handles.getFirst().cancel();
            });
            assertThrows(CancelledException.class, () -> coro.resume(null));
            assertEquals(false, Mill.self().isCancelled());
            assertEquals(Status.DEAD, coro.status());
            Messages.assertPanics("resume coro {2}", () -> coro.resume(null), "its body has ended");
        });
    }

    @EveryEngineAndOrder
    void theCancellationOfTheInnermostReachesAllWhoWaitForIt(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            List<Coroutine> handles = new ArrayList<>();
            Coro<Void, Integer> inner = Coro.create((self, first) -> {
                handles.add(Mill.self());
                msleep(-1);
                return 1;
            });
            Coro<Void, Integer> outer = Coro.create((self, first) -> inner.resume(null) + 1);
            go(() -> {
                Mill.yield();
                handles.getFirst().cancel();
            });
            assertThrows(CancelledException.class, () -> outer.resume(null));
            assertEquals(Status.DEAD, outer.status());
        });
    }

    @EveryEngineAndOrder
    void aBodyThatCatchesItsCancellationStillAnswers(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Coro<Void, Integer> coro = Coro.create((self, first) -> {
                Mill.self().cancel();
                try {
                    return chr(chmake(0));
                } catch (CancelledException e) {
                    return -1;
                }
            });
            assertEquals(-1, coro.resume(null));
        });
    }

    @EveryEngineAndOrder
    void oneThatWasCancelledWhileSuspendedTellsTheNextResumer(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            for (boolean hasEnded : new boolean[] {true, false}) {
                List<Coroutine> handles = new ArrayList<>();
                Coro<Void, Integer> coro = suspended(handles, log);
                handles.getFirst().cancel();
                if (hasEnded) {
                    handles.getFirst().join();
                    assertEquals(Status.DEAD, coro.status());
                }
                CancelledException e = assertThrows(CancelledException.class, () -> coro.resume(null));
                assertEquals("resume " + coro + ": it was cancelled before it had come to its end", e.getMessage());
                log.add("told");
                Messages.assertPanics("resume " + coro, () -> coro.resume(null), "its body has ended");
            }
        });
        assertEquals(List.of("body", "told", "body", "told"), log);
    }

    @EveryEngineAndOrder
    void whatASuspendedOneReturnsUponItsCancellationIsNoAnswer(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            List<Coroutine> handles = new ArrayList<>();
            Coro<Void, Integer> coro = Coro.create((self, first) -> {
                handles.add(Mill.self());
                try {
                    self.yield(1);
                } catch (CancelledException e) {
                    return 2;
                }
                return 3;
            });
            coro.resume(null);
            handles.getFirst().cancel();
            assertThrows(CancelledException.class, () -> coro.resume(null));
        });
    }

    @EveryEngineAndOrder
    void oneThatWasCancelledWhileSuspendedMayBeClosed(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            List<Coroutine> handles = new ArrayList<>();
            Coro<Void, Integer> coro = suspended(handles, log);
            handles.getFirst().cancel();
            coro.close();
            log.add("closed");
            Messages.assertPanics("resume coro {1}", () -> coro.resume(null), "its body has ended");
        });
        assertEquals(List.of("body", "closed"), log);
    }

    @EveryEngineAndOrder
    void oneThatWaitsForAnotherIsNormalToEverybody(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Coro<Void, Integer> inner = Coro.create((self, first) -> chr(ch));
            Coro<Void, Integer> outer = Coro.create((self, first) -> inner.resume(null));
            Coroutine resumer = go(() -> assertEquals(7, outer.resume(null)));
            assertEquals(Status.NORMAL, outer.status());
            assertEquals(Status.RUNNING, inner.status());
            Messages.assertPanics("close coro {2}", outer::close, "normal");
            chs(ch, 7);
            resumer.join();
        });
    }

    // ---- what is left of it

    private enum End {
        RETURNED,
        THREW,
        CLOSED,
        CLOSED_BEFORE_ITS_START,
        CANCELLED,
        CANCELLED_WITH_ITS_MILL;

        /// Brings a coroutine that yields once to this end, but for the last.
        void reach(Coro<Object, Object> coro, Object value, List<Coroutine> handles) {
            if (this != CLOSED_BEFORE_ITS_START) {
                coro.resume(value);
            }
            switch (this) {
                case RETURNED -> coro.resume(value);
                case THREW -> assertThrows(IllegalStateException.class, () -> coro.resume(null));
                case CLOSED, CLOSED_BEFORE_ITS_START -> coro.close();
                case CANCELLED -> {
                    handles.getLast().cancel();
                    handles.getLast().join();
                }
                default -> {}
            }
        }
    }

    /// @param kept all handles that there are
    private static WeakReference<Object> heldBy(End end, List<Object> kept, List<Coroutine> handles) {
        return Leftovers.made(value -> {
            Coro<Object, Object> coro = Coro.create((self, first) -> {
                kept.add(Mill.self());
                handles.add(Mill.self());
                if (self.yield(value) == null) {
                    throw new IllegalStateException();
                }
                return value;
            });
            kept.add(coro);
            end.reach(coro, value, handles);
            if (end != End.CANCELLED_WITH_ITS_MILL) {
                assertEquals(Status.DEAD, coro.status());
            }
        });
    }

    @EveryEngine
    void oneThatHasEndedHoldsNothing(Engine engine) {
        List<Object> kept = new ArrayList<>();
        List<WeakReference<Object>> held = new ArrayList<>();
        TestMill.run(engine, () -> {
            List<Coroutine> handles = new ArrayList<>();
            for (End end : End.values()) {
                held.add(heldBy(end, kept, handles));
                if (end != End.CANCELLED_WITH_ITS_MILL) {
                    Leftovers.assertCollected(held.getLast());
                }
            }
        });
        held.forEach(Leftovers::assertCollected);
        assertTrue(kept.size() > held.size());
    }

    @EveryEngine
    void aHandleKeptAfterTheMillsEndHoldsNothingOfIt(Engine engine) {
        List<Object> kept = new ArrayList<>();
        List<WeakReference<Object>> held = new ArrayList<>();
        TestMill.run(engine, () -> {
            kept.add(Mill.self());
            held.add(Leftovers.made(value -> kept.add(go(() -> {
                msleep(-1);
                kept.add(value);
            }))));
            held.add(Leftovers.made(value -> Mill.inbox(1).offer(value))); // Left open.
            Mill.yield();
        });
        held.forEach(Leftovers::assertCollected);
        assertEquals(2, kept.size());
    }
}
