package org.jmill.bench.peer;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jmill.bench.program.Parking;
import org.jmill.bench.program.Program;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Sample;

/// The perf programs with the JDK alone: virtual threads, `SynchronousQueue` for an unbuffered
/// channel, `ArrayBlockingQueue` for a buffered one, and its locks. It has nothing like a choose, nor a ticker to wait
/// for; its scopes are a peer of their own.
final class JdkPrograms {
    private static final int BATCH = 1_000_000;

    private JdkPrograms() {}

    static Map<Programs, Program> programs() {
        Map<Programs, Program> all = new EnumMap<>(Programs.class);
        all.put(Programs.GO, JdkPrograms::go);
        all.put(Programs.CTXSWITCH, JdkPrograms::ctxswitch);
        all.put(Programs.CHAN, JdkPrograms::chan);
        all.put(Programs.CHS, count -> batches(count, true));
        all.put(Programs.CHR, count -> batches(count, false));
        all.put(Programs.STREAM, count -> stream(count, new SynchronousQueue<>()));
        all.put(Programs.BUFFERED, count -> stream(count, new ArrayBlockingQueue<>(128)));
        all.put(Programs.WHISPERS, JdkPrograms::whispers);
        all.put(Programs.PARK, JdkPrograms::park);
        all.put(Programs.SCOPE_SEMAPHORE, JdkPrograms::semaphore);
        all.put(Programs.SCOPE_CONTENDED, JdkPrograms::contended);
        all.put(Programs.SCOPE_MUTEX, JdkPrograms::mutex);
        all.replaceAll((name, program) -> count -> VirtualThreads.call(() -> program.run(count)));
        return all;
    }

    private static Sample go(long count) throws Exception {
        CountDownLatch ended = new CountDownLatch(Math.toIntExact(count));
        long start = System.nanoTime();
        for (long i = 0; i != count; i++) {
            Thread.startVirtualThread(ended::countDown);
        }
        ended.await();
        return Sample.since(start, count);
    }

    private static Sample ctxswitch(long count) throws Exception {
        long each = Math.max(1, count / 2);
        long start = System.nanoTime();
        Thread other = Thread.startVirtualThread(() -> yields(each));
        yields(each);
        other.join();
        return Sample.since(start, 2 * each);
    }

    private static void yields(long times) {
        for (long i = 0; i != times; i++) {
            Thread.yield();
        }
    }

    private static Sample chan(long count) throws Exception {
        BlockingQueue<Integer> to = new SynchronousQueue<>();
        BlockingQueue<Integer> from = new SynchronousQueue<>();
        long start = System.nanoTime();
        VirtualThreads.start(() -> {
            for (long i = 0; i != count; i++) {
                from.put(to.take());
            }
        });
        Integer value = 0;
        for (long i = 0; i != count; i++) {
            to.put(value);
            value = from.take();
        }
        return Sample.since(start, 2 * count);
    }

    private static Sample batches(long count, boolean sending) throws Exception {
        BlockingQueue<Integer> queue = new ArrayBlockingQueue<>((int) Math.min(count, BATCH));
        long nanos = 0;
        for (long left = count; left > 0; left -= BATCH) {
            long batch = Math.min(left, BATCH);
            long start = System.nanoTime();
            fill(queue, batch);
            long filled = System.nanoTime();
            drain(queue, batch);
            nanos += sending ? filled - start : System.nanoTime() - filled;
        }
        return new Sample(count, nanos, null);
    }

    private static void fill(BlockingQueue<Integer> queue, long count) throws Exception {
        for (long i = 0; i != count; i++) {
            queue.put(0);
        }
    }

    private static long drain(BlockingQueue<Integer> queue, long count) throws Exception {
        long sum = 0;
        for (long i = 0; i != count; i++) {
            sum += queue.take();
        }
        return sum;
    }

    private static Sample stream(long count, BlockingQueue<Integer> queue) throws Exception {
        long start = System.nanoTime();
        VirtualThreads.start(() -> fill(queue, count));
        drain(queue, count);
        return Sample.since(start, count);
    }

    private static Sample whispers(long count) throws Exception {
        long start = System.nanoTime();
        BlockingQueue<Integer> leftmost = new SynchronousQueue<>();
        BlockingQueue<Integer> left = leftmost;
        for (long i = 0; i != count; i++) {
            BlockingQueue<Integer> right = new SynchronousQueue<>();
            BlockingQueue<Integer> listener = left;
            VirtualThreads.start(() -> listener.put(right.take() + 1));
            left = right;
        }
        left.put(1);
        leftmost.take();
        return Sample.since(start, count);
    }

    /// The queue is a fair one: whoever waited longest is resumed.
    private static Sample park(long count) throws Exception {
        BlockingQueue<Integer> bell = new SynchronousQueue<>(true);
        long before = Parking.usedHeap();
        long start = System.nanoTime();
        Thread last = null;
        for (long i = 0; i != count; i++) {
            last = VirtualThreads.start(() -> {
                while (bell.take() != 0) {
                    // Parks again.
                }
            });
        }
        while (last.getState() != Thread.State.WAITING) {
            Thread.yield();
        }
        long parking = System.nanoTime() - start;
        start = System.nanoTime();
        for (long i = 0; i != Parking.TURNS * count; i++) {
            bell.put(1);
        }
        long resuming = System.nanoTime() - start;
        long heap = Parking.usedHeap() - before;
        for (long i = 0; i != count; i++) {
            bell.put(0);
        }
        return Parking.sample(count, parking, resuming, heap);
    }

    private static Sample semaphore(long count) throws Exception {
        Semaphore semaphore = new Semaphore(1);
        long start = System.nanoTime();
        for (long i = 0; i != count; i++) {
            semaphore.acquire();
            semaphore.release();
        }
        return Sample.since(start, count);
    }

    /// The semaphore is a fair one: whoever waited longest is next.
    private static Sample contended(long count) throws Exception {
        Semaphore semaphore = new Semaphore(1, true);
        long each = Math.max(1, count / 2);
        long start = System.nanoTime();
        Thread other = VirtualThreads.start(() -> hold(semaphore, each));
        hold(semaphore, each);
        other.join();
        return Sample.since(start, 2 * each);
    }

    private static void hold(Semaphore semaphore, long times) throws Exception {
        for (long i = 0; i != times; i++) {
            semaphore.acquire();
            Thread.yield();
            semaphore.release();
        }
    }

    private static Sample mutex(long count) {
        Lock lock = new ReentrantLock();
        long start = System.nanoTime();
        for (long i = 0; i != count; i++) {
            lock.lock();
            lock.unlock();
        }
        return Sample.since(start, count);
    }
}
