package org.jmill.iterating;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jmill.Chan;
import org.jmill.Coro;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;

/// What the scheduler knows of the two sides of a [Coro].
class CoroInvariantsTest {
    @EveryEngine
    void aResumerWaitsForNothingOnceTheBodyHasYieldedOrEnded(Engine engine) {
        TestMill.run(engine, () -> {
            Coro<Integer, Integer> coro = Coro.create((self, first) -> self.yield(first + 1) + 1);
            Chan<Integer> ch = Mill.chmake(1);
            assertEquals(2, coro.resume(1));
            assertEquals("", Mill.self().waitingFor());
            Inside.check();
            assertEquals(6, coro.resume(5));
            assertEquals("", Mill.self().waitingFor());
            Inside.check();
        });
    }
}
