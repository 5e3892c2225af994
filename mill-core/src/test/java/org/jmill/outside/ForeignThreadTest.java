package org.jmill.outside;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coro;
import org.jmill.Coroutine;
import org.jmill.CoroutineLocal;
import org.jmill.Engine;
import org.jmill.Generator;
import org.jmill.Inbox;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.MillPanic;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Verbs and objects belong to the mill's thread; elsewhere they say so.
class ForeignThreadTest {
    private static final String STRANGER = "a stranger's thread";

    /// Runs code on a thread of its own while the mill waits, and returns what it threw.
    private static Throwable stranger(Executable code) throws Exception {
        return Mill.blocking(() -> {
            Throwable[] thrown = {null};
            Thread thread = Thread.ofPlatform().name(STRANGER).start(() -> {
                try {
                    code.execute();
                } catch (Throwable t) {
                    thrown[0] = t;
                }
            });
            thread.join();
            return thrown[0];
        });
    }

    @EveryEngine
    void everyMethodOfAnObjectOfTheMillIsRefused(Engine engine) throws Exception {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            Choose choose = Mill.choose().in(ch);
            Coroutine coroutine = go(() -> msleep(-1));
            Coro<Integer, Integer> coro = Coro.create((self, first) -> first);
            Map<String, Executable> calls = new LinkedHashMap<>();
            calls.put("send", () -> ch.send(1));
            calls.put("send with deadline", () -> ch.send(1, 0));
            calls.put("receive", ch::receive);
            calls.put("receive with deadline", () -> ch.receive(0));
            calls.put("trySend", () -> ch.trySend(1));
            calls.put("tryReceive", ch::tryReceive);
            calls.put("receiveOrDone", ch::receiveOrDone);
            calls.put("receiveOrDone with deadline", () -> ch.receiveOrDone(0));
            calls.put("iterate", () -> ch.iterator().hasNext());
            calls.put("done", ch::done);
            calls.put("dup", ch::dup);
            calls.put("close", ch::close);
            calls.put("size", ch::size);
            calls.put("capacity", ch::capacity);
            calls.put("isDone", ch::isDone);
            calls.put("choose", choose::end);
            calls.put("join", coroutine::join);
            calls.put("join with deadline", () -> coroutine.join(0));
            calls.put("cancel", coroutine::cancel);
            calls.put("state", coroutine::state);
            calls.put("isDone of a coroutine", coroutine::isDone);
            calls.put("stackTrace", coroutine::stackTrace);
            calls.put("resume", () -> coro.resume(1));
            calls.put("status", coro::status);
            calls.put("close coro", coro::close);
            for (Map.Entry<String, Executable> call : calls.entrySet()) {
                Throwable thrown = stranger(call.getValue());
                assertInstanceOf(IllegalStateException.class, thrown, call.getKey());
                Messages.assertShape(thrown);
                String message = thrown.getMessage();
                assertTrue(message.contains(STRANGER), call.getKey() + ": " + message);
                assertTrue(message.contains("Inbox"), call.getKey() + ": " + message);
            }
            assertFalse(coroutine.isDone());
            Inside.check(ch);
        });
    }

    @EveryEngine
    void theMessageNamesBothThreadsWhileTheMillRuns(Engine engine) throws Exception {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            Throwable[] thrown = {null};
            Thread thread = Thread.ofPlatform().name(STRANGER).start(() -> thrown[0] = caught(() -> ch.send(1)));
            while (thread.isAlive()) {
                Thread.onSpinWait(); // The mill's thread is busy here, so that it is known.
            }
            String message = thrown[0].getMessage();
            assertTrue(message.contains('"' + STRANGER + '"'), message);
            String mine = Thread.currentThread().getName();
            assertTrue(message.contains('"' + mine + '"'), message);
            assertTrue(message.contains("Inbox"), message);
        });
    }

    private static Throwable caught(Executable code) {
        try {
            code.execute();
            return null;
        } catch (Throwable t) {
            return t;
        }
    }

    @EveryEngine
    void everyVerbIsRefusedOnAStrangersThreadWhileAMillRuns(Engine engine) throws Exception {
        TestMill mill = TestMill.realTime(engine).with(o -> o.name("of this test"));
        mill.run(() -> {
            for (Map.Entry<String, Executable> verb : verbs().entrySet()) {
                Throwable thrown = stranger(verb.getValue());
                assertRefused(verb.getKey(), thrown, STRANGER);
                assertTrue(thrown.getMessage().contains("mill of this test runs on thread"), thrown.getMessage());
            }
        });
    }

    @Test
    void everyVerbIsRefusedOutsideAMill() throws Exception {
        for (Map.Entry<String, Executable> verb : verbs().entrySet()) {
            String here = Thread.currentThread().getName();
            assertRefused(verb.getKey(), assertThrows(Throwable.class, verb.getValue()), here);
        }
    }

    private static void assertRefused(String verb, Throwable thrown, String threadName) {
        assertInstanceOf(MillPanic.class, thrown, verb);
        Messages.assertShape(thrown);
        String message = thrown.getMessage();
        assertTrue(message.startsWith(verb + ": "), message);
        assertTrue(message.contains('"' + threadName + '"'), message);
        assertTrue(message.contains("Mill.run"), message);
        assertTrue(message.contains("Inbox"), message);
    }

    private static Map<String, Executable> verbs() throws Exception {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().close();
        CoroutineLocal<Integer> local = CoroutineLocal.create();
        Map<String, Executable> verbs = new LinkedHashMap<>();
        verbs.put("go", () -> go(() -> {}));
        verbs.put("yield", Mill::yield);
        verbs.put("self", Mill::self);
        verbs.put("cls", Mill::cls);
        verbs.put("setcls", () -> Mill.setcls(1));
        verbs.put("goprepare", () -> Mill.goprepare(1, 0, 0));
        verbs.put("now", Mill::now);
        verbs.put("msleep", () -> msleep(0));
        verbs.put("fdwait", () -> Mill.fdwait(pipe.source(), Mill.FDW_IN, 0));
        verbs.put("fdclean", () -> Mill.fdclean(pipe.source()));
        verbs.put("chmake", () -> chmake(1));
        verbs.put("choose", Mill::choose);
        verbs.put("inbox", () -> Mill.inbox(1));
        verbs.put("blocking", () -> Mill.blocking(() -> 1));
        verbs.put("goredump", Mill::goredump);
        verbs.put("dump", Mill::dump);
        verbs.put("create", () -> Coro.create((self, first) -> null));
        verbs.put("get", local::get);
        verbs.put("set", () -> local.set(1));
        verbs.put("remove", local::remove);
        return verbs;
    }

    @EveryEngine
    void aThreadOfAnotherMillIsAStrangerToo(Engine engine) throws Exception {
        List<Throwable> thrown = new ArrayList<>();
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            Mill.blocking(() -> {
                MillOptions other = MillOptions.defaults().engine(engine).name("other");
                Mill.run(other, () -> thrown.add(caught(() -> ch.send(1))));
                return null;
            });
        });
        assertInstanceOf(MillPanic.class, thrown.get(0));
    }

    @EveryEngine
    void toStringMayBeCalledByAnyThread(Engine engine) throws Exception {
        TestMill.run(engine, () -> {
            Chan<Integer> ch = chmake(1);
            Coroutine coroutine = go("worker", () -> msleep(-1));
            Inbox<Integer> inbox = Mill.inbox(2);
            List<String> texts = Mill.blocking(() -> List.of(ch.toString(), coroutine.toString(), inbox.toString()));
            assertTrue(texts.equals(List.of("chan <1> 0/1", "{1} worker", "inbox <2> 0/2")), texts.toString());
        });
    }

    @EveryEngine
    void whatCanBeWaitedForTellsInWordsWhatItIsAlsoAfterTheEndOfTheMill(Engine engine) throws Exception {
        List<Object> things = new ArrayList<>();
        List<String> texts =
                List.of("choose()", "choose(<1>,<2>)", "choose(<2>)", "generator", "generator", "generator {1}");
        TestMill.realTime(engine)
                .fast()
                .run(
                        () -> { // In strict mode each choose must be ended.
                            Chan<Integer> a = chmake(1);
                            Chan<Integer> b = chmake(1);
                            Choose off = Mill.choose().in(a).when(false).out(b, 7);
                            off.end();
                            Generator<Integer> generator = Generator.create(out -> out.yield(1));
                            Generator.Values<Integer> begun = generator.iterator();
                            begun.next();
                            things.addAll(List.of(
                                    Mill.choose(),
                                    Mill.choose().in(a).out(b, 7).deadline(0),
                                    off,
                                    generator,
                                    generator.iterator(),
                                    begun));
                            assertEquals(
                                    texts,
                                    Mill.blocking(() -> things.stream()
                                            .map(Object::toString)
                                            .toList()));
                        });
        assertEquals(texts, things.stream().map(Object::toString).toList());
        CoroutineLocal<Integer> local = CoroutineLocal.create();
        assertTrue(local.toString().matches("coroutine local [0-9a-f]+"), local.toString());
        assertEquals(local.toString(), local.toString());
    }
}
