package org.jmill.channels;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Fork;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.Scope;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndCapacity;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.function.Executable;

/// What `fail` does.
class ChanFailTest {
    private static final int NOTES_MAX = 16; // Of readers, in one failure.

    private static Throwable thrownBy(Executable code) {
        return assertThrows(Throwable.class, code);
    }

    @EveryEngineAndCapacity
    void receiversDrainTheBufferFirstThenMeetTheFailureForEver(Engine engine, int capacity) {
        IOException broken = new IOException("broken");
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            int sent = ChanOrderTest.fill(ch);
            ch.fail(broken);
            assertTrue(ch.isDone());
            assertEquals(capacity, ch.size());
            for (int i = 0; i < sent; i++) {
                assertEquals(i, chr(ch));
                Inside.check(ch);
            }
            for (int i = 0; i < 3; i++) {
                assertSame(broken, thrownBy(() -> chr(ch)));
                assertSame(broken, thrownBy(() -> ch.receive(now())));
                assertEquals(new Received.Failed<>(broken), ch.receiveOrDone());
                assertEquals(new Received.Failed<>(broken), ch.receiveOrDone(0));
                assertEquals(new Received.Failed<>(broken), ch.tryReceive());
            }
            assertTrue(ch.toString().endsWith(" failed"), ch.toString());
            Inside.check(ch);
        });
    }

    @EveryEngineAndOrder
    void allWaitersOfBothKindsAreWokenInTheOrderTheyQueued(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        IOException broken = new IOException("broken");
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Chan<Integer> other = chmake(0);
            go(() -> log.add("0 " + (thrownBy(() -> chr(ch)) == broken)));
            go(() -> {
                Choose c = choose().in(ch, v -> log.add("never"));
                log.add("1 " + (thrownBy(c::end) == broken));
            });
            go(() -> log.add("2 " + ch.receiveOrDone().equals(new Received.Failed<>(broken))));
            go(() -> {
                Choose c = choose().in(other).in(ch);
                assertEquals(1, c.end());
                assertSame(broken, thrownBy(c::value));
                log.add("3 " + c.received().equals(new Received.Failed<>(broken)));
            });
            go(() -> log.add("4 " + (thrownBy(() -> ch.receive(now() + 60_000)) == broken)));
            go(() -> log.add("5 " + (thrownBy(() -> ch.iterator().hasNext()) == broken)));
            ch.fail(broken);
            assertTrue(log.isEmpty(), "fail never blocks");
            assertTrue(Inside.receivers(ch).isEmpty());
            assertTrue(Inside.receivers(other).isEmpty());
            yieldNow();
        });
        assertEquals(List.of("0 true", "1 true", "2 true", "3 true", "4 true", "5 true"), log);
    }

    @EveryEngineAndOrder
    void aFailureIsCaughtByItsType(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> {
                yieldNow();
                ch.fail(new ArithmeticException("by zero"));
            });
            try {
                chr(ch);
                throw new AssertionError("no failure");
            } catch (ArithmeticException e) {
                assertEquals("by zero", e.getMessage());
            }
        });
    }

    @EveryEngine
    void aForEachThrowsItAfterTheValuesAndAgainWhenAskedAgain(Engine engine) {
        IOException broken = new IOException("broken");
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(4);
            chs(ch, 1);
            chs(ch, null);
            ch.fail(broken);
            List<Integer> seen = new ArrayList<>();
            Iterator<Integer> each = ch.iterator();
            Throwable thrown = thrownBy(() -> each.forEachRemaining(seen::add));
            assertSame(broken, thrown);
            assertEquals(Arrays.asList(1, null), seen);
            assertSame(broken, thrownBy(each::hasNext));
            ch.close();
            assertSame(broken, thrownBy(each::next));
        });
    }

    @EveryEngineAndOrder
    void aReadyChooseThrowsItByItsHandlerAndByItsValueButGivesItAsReceived(Engine engine, Order order) {
        IOException broken = new IOException("broken");
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            chs(ch, 5);
            ch.fail(broken);
            List<Integer> handled = new ArrayList<>();
            Choose withHandler = choose().in(ch, handled::add);
            assertEquals(0, withHandler.end());
            assertSame(broken, thrownBy(withHandler::end));
            assertEquals(List.of(5), handled);
            Choose byIndex = choose().in(ch).otherwise();
            for (int i = 0; i < 2; i++) {
                assertEquals(0, byIndex.end());
                assertEquals(new Received.Failed<>(broken), byIndex.received());
                assertSame(broken, thrownBy(byIndex::value));
            }
            Inside.check(byIndex);
        });
    }

    @EveryEngine
    void whoTurnsItDownInALoopStarvesNobody(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(0);
            ch.fail(new IOException("broken"));
            boolean[] ran = {false};
            go(() -> {
                yieldNow();
                ran[0] = true;
            });
            for (int i = 0; i < 1000 && !ran[0]; i++) {
                thrownBy(() -> chr(ch));
            }
            assertTrue(ran[0]);
        });
    }

    @EveryEngineAndOrder
    void theChannelOfAForkFailsAsTheForkHas(Engine engine, Order order) {
        IOException broken = new IOException("broken");
        TestMill.run(
                engine,
                order,
                () -> assertSame(
                        broken,
                        thrownBy(() -> Scope.run(s -> {
                            Fork<Integer> fork = s.fork(() -> {
                                throw broken;
                            });
                            assertEquals(
                                    new Received.Failed<>(broken), fork.chan().tryReceive());
                        }))));
    }

    // ---- the reader's place

    private static boolean mentions(Throwable thrown, String method) {
        return Arrays.stream(thrown.getSuppressed())
                .flatMap(note -> Arrays.stream(note.getStackTrace()))
                .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    private static void readHere(Chan<Integer> ch) {
        chr(ch);
    }

    private static void readThere(Chan<Integer> ch) {
        chr(ch);
    }

    @EveryEngineAndOrder
    void eachPlaceThatReadsItIsSuppressedInItOnceWithItsStack(Engine engine, Order order) {
        IOException broken = new IOException("broken");
        StackTraceElement[] origin = broken.getStackTrace();
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = Chan.<Integer>make(0).named("lines");
            List<Coroutine> readers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                readers.add(go(() -> assertSame(broken, thrownBy(() -> readHere(ch)))));
                readers.add(go(() -> assertSame(broken, thrownBy(() -> readThere(ch)))));
            }
            ch.fail(broken);
            for (Coroutine reader : readers) {
                reader.join();
            }
            for (int i = 0; i < 100; i++) {
                thrownBy(() -> readHere(ch));
            }
        });
        assertEquals(2, broken.getSuppressed().length, "one a place");
        assertTrue(mentions(broken, "readHere") && mentions(broken, "readThere"));
        String note = broken.getSuppressed()[0].toString();
        assertTrue(note.matches("received from <1> lines at ChanFailTest.java:\\d+"), note);
        assertEquals(List.of(origin), List.of(broken.getStackTrace()), "the sender's stack stays");
    }

    @EveryEngine
    void aFailureThatIsAConstantDoesNotGrow(Engine engine) {
        IOException constant = new IOException("broken");
        TestMill.run(engine, () -> {
            for (int i = 0; i < 200; i++) {
                Chan<Integer> ch = chmake(0);
                ch.fail(constant);
                thrownBy(() -> chr(ch));
            }
        });
        assertEquals(NOTES_MAX, constant.getSuppressed().length);
    }

    @EveryEngine
    void aFailureThatTakesNoNotesIsThrownAllTheSame(Engine engine) {
        RuntimeException bare = new RuntimeException("bare", null, false, false) {
            private static final long serialVersionUID = 1L;
        };
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(0);
            ch.fail(bare);
            assertSame(bare, thrownBy(() -> chr(ch)));
        });
    }

    @EveryEngine
    void anErrorAndACancellationOfSomebodyElseAreThrownAsTheyAre(Engine engine) {
        TestMill.run(engine, () -> {
            for (Throwable failure : List.of(new OutOfMemoryError("theirs"), new InterruptedException("theirs"))) {
                Chan<Integer> ch = chmake(0);
                ch.fail(failure);
                assertSame(failure, thrownBy(() -> chr(ch)));
                assertFalse(Mill.self().isCancelled());
            }
        });
    }

    // ---- misuse

    @EveryEngineAndCapacity
    void sendOnAFailedChannelPanicsAndSaysWithWhatItHasFailed(Engine engine, int capacity) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(capacity);
            ch.fail(new IOException("secret"));
            for (Executable send : List.<Executable>of(
                    () -> chs(ch, 1),
                    () -> ch.send(1, 0),
                    () -> ch.trySend(1),
                    () -> choose().out(ch, 1).end())) {
                Throwable panic = thrownBy(send);
                Messages.assertShape(panic);
                assertTrue(panic.getMessage().contains("has failed already with java.io.IOException"), panic::toString);
            }
        });
    }

    @EveryEngine
    void failPanicsWhereDoneDoes(Engine engine) {
        IOException broken = new IOException("broken");
        TestMill.run(engine, () -> {
            Chan<Integer> done = chmake(0);
            chdone(done, 7);
            Messages.assertPanics("fail <1>", () -> done.fail(broken), "done already");
            assertEquals(7, chr(done));
            Chan<Integer> failed = chmake(0);
            failed.fail(broken);
            Messages.assertPanics("fail <2>", () -> failed.fail(broken), "failed already");
            Messages.assertPanics("chdone <2>", failed::done, "failed already");
            Chan<Integer> closed = chmake(0);
            closed.close();
            Messages.assertPanics("fail <3>", () -> closed.fail(broken), "closed");
            Chan<Integer> open = chmake(0);
            Messages.assertPanics("fail <4>", () -> open.fail(null), "null");
            assertFalse(open.isDone());
            Coroutine sender = go(() -> chs(open, 1));
            Messages.assertPanics("fail <4>", () -> open.fail(broken), "{" + sender.id() + "}", "wait to send");
            assertEquals(1, chr(open));
            Chan<Object> fed = Mill.inbox(1).chan();
            Messages.assertPanics("fail <5>", () -> fed.fail(broken), "inbox", "use its fail");
        });
    }

    @EveryEngine
    void aFailedChannelMayBeClosed(Engine engine) {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            chs(ch, 1);
            ch.fail(new IOException("broken"));
            ch.close();
            Messages.assertPanics("chr <1>", () -> chr(ch), "closed");
            Inside.check(ch);
        });
    }

    @EveryEngine
    void afterTheMillHasEndedItStillTellsThatItIsDone(Engine engine) throws Exception {
        Chan<Integer> ch = TestMill.call(engine, () -> {
            Chan<Integer> made = chmake(0);
            made.fail(new IOException("broken"));
            return made;
        });
        assertTrue(ch.isDone());
        assertNull(ch.name().isEmpty() ? null : ch.name());
    }

    @EveryEngine
    void aFailureThatNobodyCatchesEndsTheMillAsItself(Engine engine) {
        IOException broken = new IOException("broken");
        Throwable thrown = thrownBy(() -> TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(0);
            go("reader", () -> chr(ch));
            ch.fail(broken);
            chr(chmake(0));
        }));
        assertSame(broken, thrown);
        List<String> notes =
                Arrays.stream(broken.getSuppressed()).map(Throwable::toString).toList();
        assertTrue(notes.stream().anyMatch(n -> n.startsWith("received from <1> at ")), notes::toString);
        assertTrue(notes.stream().anyMatch(n -> n.startsWith("uncaught in coroutine {1} reader")), notes::toString);
    }
}
