package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jmill.harness.Effort;
import org.junit.jupiter.api.Test;

/// Buffers go round; mills that meet in a pool do not wait for each other.
class BufferPoolTest {
    private final BufferPool pool = new BufferPool(16, 2);

    @Test
    void whatWasGivenIsTakenAgainEmptyTheLastFirst() {
        ByteBuffer a = pool.take();
        ByteBuffer b = pool.take();
        pool.give(a.putInt(7));
        pool.give(b);
        assertSame(b, pool.take());
        assertSame(a, pool.take());
        assertEquals(16, a.remaining());
    }

    @Test
    void oneTooManyOrOfAnotherSizeIsNotKept() {
        List<ByteBuffer> three = List.of(pool.take(), pool.take(), pool.take());
        pool.give(ByteBuffer.allocateDirect(17));
        three.forEach(pool::give);
        assertSame(three.get(1), pool.take());
        assertSame(three.get(0), pool.take());
        assertNotSame(three.get(2), pool.take());
    }

    /// On VIRTUAL others would run in the middle of the verb; on each engine the mill would stand still.
    @Test
    void aPoolThatAnotherThreadIsInIsDoneWithout() {
        ByteBuffer a = pool.take();
        pool.give(a);
        pool.inside.set(true); // By a thread that the system does not let run.
        ByteBuffer b = pool.take();
        assertNotSame(a, b);
        pool.give(b);
        pool.inside.set(false);
        assertSame(a, pool.take());
        assertNotSame(b, pool.take());
    }

    @Test
    void nobodyGetsABufferThatAnotherThreadHas() throws InterruptedException {
        int rounds = Effort.of(100_000, 1_000_000);
        Set<ByteBuffer> taken = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        AtomicInteger twice = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < rounds; i++) {
                    ByteBuffer buffer = pool.take();
                    if (!taken.add(buffer)) {
                        twice.incrementAndGet();
                    }
                    taken.remove(buffer);
                    pool.give(buffer);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, twice.get());
        assertTrue(taken.isEmpty());
    }
}
