package org.jmill.bench.searchers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// The program of `perf explore` with threads: four at a round table, with a fork, a queue of one, between each two.
final class Table {
    private static final int COUNT = 4;

    private Table() {}

    /// Lays the table and waits until all have eaten.
    ///
    /// @param mended whether it cannot get stuck
    static void run(boolean mended) {
        List<BlockingQueue<Integer>> forks = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            forks.add(new ArrayBlockingQueue<>(1));
            forks.get(i).add(0);
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            boolean turned = mended && i == COUNT - 1;
            BlockingQueue<Integer> one = forks.get(i);
            BlockingQueue<Integer> other = forks.get((i + 1) % COUNT);
            Thread thread = new Thread(() -> eat(turned ? other : one, turned ? one : other));
            threads.add(thread);
            thread.start();
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void eat(BlockingQueue<Integer> first, BlockingQueue<Integer> second) {
        try {
            int one = first.take();
            int other = second.take();
            second.put(other);
            first.put(one);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
