package org.jmill.syncing;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.ParkingLot;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.sync.Flights;
import org.jmill.sync.Rate;
import org.jmill.sync.RwLock;
import org.jmill.sync.Semaphore;
import org.jmill.sync.Topic;
import org.jmill.sync.WaitGroup;
import org.jmill.world.Verb;
import org.junit.jupiter.api.Test;

class ParkingLotTest {
    @EveryEngineAndOrder
    void wakesInTheOrderOfTheLineAndTellsTheFirstTicket(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            ParkingLot lot = new ParkingLot(Verb.AWAIT, "gate");
            List<String> log = new ArrayList<>();
            List<Coroutine> all = new ArrayList<>();
            for (String ticket : List.of("a", "b", "c")) {
                all.add(go(() -> {
                    assertTrue(lot.park(ticket, -1));
                    log.add(ticket);
                }));
            }
            assertEquals("a", lot.first());
            assertEquals(3, lot.size());
            assertTrue(lot.unpark());
            assertEquals("b", lot.first());
            assertEquals(2, lot.unparkAll());
            assertFalse(lot.unpark());
            assertNull(lot.first());
            assertTrue(lot.isEmpty());
            all.forEach(Coroutine::join);
            assertEquals(List.of("a", "b", "c"), log);
        });
    }

    @EveryEngineAndOrder
    void whoGoesAwayIsOutOfTheLineAtOnce(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            ParkingLot lot = new ParkingLot(Verb.AWAIT, "gate");
            Coroutine cancelled = go(() -> assertThrows(CancelledException.class, () -> lot.park("a", -1)));
            Coroutine missed = go(() -> assertFalse(lot.park("b", now() + 10)));
            Coroutine woken = go(() -> assertTrue(lot.park("c", now() + 20)));
            cancelled.cancel();
            assertEquals(2, lot.size());
            assertEquals("b", lot.first());
            missed.join();
            assertEquals(1, lot.size());
            assertTrue(lot.unpark());
            assertEquals(0, lot.size());
            woken.cancel(); // Too late.
            woken.join();
            assertEquals(0, Mill.stats().timers());
        });
    }

    @EveryEngine
    void tellsWhoCallsAndWhere(Engine engine) {
        TestMill.virtualTime(engine).with(o -> o.strict(true)).run(() -> {
            ParkingLot lot = new ParkingLot(Verb.AWAIT, "gate");
            assertSame(lot.enter(), lot.enterQuietly());
            assertEquals("{0}", lot.enter().label());
            go("other", () -> assertEquals("other", lot.enter().name())).join();
            assertTrue(lot.site().startsWith("ParkingLotTest.java:"), lot.site());
            assertEquals("await(gate)", lot.toString());
            Messages.assertFails(DeadlineException.class, "await gate", () -> {
                throw lot.missed();
            });
        });
        TestMill.virtualTime(engine).fast().run(() -> assertNull(new ParkingLot(Verb.AWAIT, "gate").site()));
    }

    @EveryEngine
    void aCancelledCallerIsRefusedWhereItMayWait(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            ParkingLot lot = new ParkingLot(Verb.AWAIT, "gate");
            go(() -> {
                Mill.self().cancel();
                assertThrows(CancelledException.class, lot::enter);
                assertThrows(CancelledException.class, () -> lot.park(null, 0));
                lot.enterQuietly();
                lot.completed();
                assertFalse(lot.unpark());
            });
            yieldNow();
            assertTrue(lot.isEmpty());
        });
    }

    @EveryEngine
    void whatItIsAboutMustBeSaid(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Messages.assertPanics("parking lot", () -> new ParkingLot(null, "gate"), "is null");
            Messages.assertPanics("parking lot", () -> new ParkingLot(Verb.AWAIT, null), "is null");
        });
    }

    @Test
    void outsideOfAMillThePanicNamesWhatWasToBeMade() {
        Messages.assertPanics("parking lot", () -> new ParkingLot(Verb.AWAIT, "gate"), "runs no mill");
        Messages.assertPanics("semaphore", () -> new Semaphore(1), "runs no mill");
        Messages.assertPanics("rwlock", RwLock::new, "runs no mill");
        Messages.assertPanics("rate", () -> new Rate(1), "runs no mill");
        Messages.assertPanics("topic", Topic::new, "runs no mill");
        Messages.assertPanics("flights", Flights::new, "runs no mill");
        Messages.assertPanics("waitgroup", WaitGroup::new, "runs no mill");
    }
}
