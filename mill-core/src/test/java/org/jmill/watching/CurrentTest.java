package org.jmill.watching;

import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Optional;
import org.jmill.Coro;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;

/// `Coroutine.current`: the one that runs here, if any.
class CurrentTest {
    @EveryEngine
    void itIsTheCallingCoroutineAndEmptyOutside(Engine engine) {
        assertSame(Optional.empty(), Coroutine.current());
        TestMill.run(engine, () -> {
            assertEquals(Mill.self(), Coroutine.current().orElseThrow());
            Coroutine[] inside = {null};
            Coroutine child = go(() -> inside[0] = Coroutine.current().orElseThrow());
            assertEquals(child, inside[0]);
            Coro<Void, Long> coro = Coro.create(
                    (self, first) -> Coroutine.current().orElseThrow().id());
            assertEquals(2L, coro.resume(null));
            boolean elsewhere = Mill.blocking(() -> Coroutine.current().isPresent());
            assertEquals(false, elsewhere, "a worker runs no coroutine");
        });
        assertSame(Optional.empty(), Coroutine.current());
    }

    @EveryEngine
    void aCancelledOneFindsItselfToo(Engine engine) {
        TestMill.run(engine, () -> {
            Coroutine[] found = {null};
            Coroutine child = go(() -> {
                try {
                    Mill.msleep(-1);
                } finally {
                    found[0] = Coroutine.current().orElseThrow();
                }
            });
            child.cancel();
            child.join();
            assertEquals(child, found[0]);
        });
    }
}
