package org.jmill;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// What the scheduler knows of the two sides of a [Coro].
class CoroInvariantsTest {
    @EveryEngine
    void aResumerWaitsForNothingOnceTheBodyHasYieldedOrEnded(Engine engine) {
        TestMill.run(engine, () -> {
            Coro<Integer, Integer> coro = Coro.create((self, first) -> self.yield(first + 1) + 1);
            Chan<Integer> ch = Mill.chmake(1);
            assertEquals(2, coro.resume(1));
            assertEquals("", Mill.self().waitingFor());
            ch.mill.scheduler.checkInvariants();
            assertEquals(6, coro.resume(5));
            assertEquals("", Mill.self().waitingFor());
            ch.mill.scheduler.checkInvariants();
        });
    }
}
