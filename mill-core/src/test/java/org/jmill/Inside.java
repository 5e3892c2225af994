package org.jmill;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import javax.management.DynamicMBean;
import org.jmill.sched.Link;
import org.jmill.sched.Task;
import org.jmill.sched.WaitQueue;

/// What only tests look at, for those in other rooms: the one test class that shares a package with what users see.
@SuppressWarnings("exports") // It names types that the module keeps to itself.
public final class Inside {
    private Inside() {}

    /// The mill that runs here.
    public static Object millItself() {
        return mill();
    }

    private static MillRuntime mill() {
        return MillRuntime.current("test");
    }

    // ---- channels and chooses

    /// The numbers of the coroutines that wait to receive, one for each clause of a choose.
    public static List<Long> receivers(Chan<?> ch) {
        return numbers(ch.receivers);
    }

    /// The numbers of the coroutines that wait to send, one for each clause of a choose.
    public static List<Long> senders(Chan<?> ch) {
        return numbers(ch.senders);
    }

    private static List<Long> numbers(WaitQueue queue) {
        List<Long> numbers = new ArrayList<>();
        for (Link link = queue.first(); link != null; link = WaitQueue.after(link)) {
            numbers.add(link.task().id());
        }
        return numbers;
    }

    /// How many values lie in its buffer.
    public static int buffered(Chan<?> ch) {
        return ch.buffered();
    }

    /// How many references to it there are.
    public static int references(Chan<?> ch) {
        return ch.references();
    }

    public static boolean isClosed(Chan<?> ch) {
        return ch.isClosed();
    }

    public static boolean isMarkedDone(Chan<?> ch) {
        return ch.isMarkedDone();
    }

    /// How messages name it.
    public static String label(Chan<?> ch) {
        return ch.label();
    }

    /// Checks a channel's invariants.
    public static void check(Chan<?> ch) {
        ch.checkInvariants();
    }

    /// Checks a choose's invariants.
    public static void check(Choose choose) {
        choose.checkInvariants();
    }

    // ---- the mill that runs here

    /// Checks the invariants of its scheduler.
    public static void check() {
        mill().scheduler.checkInvariants();
    }

    /// How many coroutines live, main included.
    public static int living() {
        return mill().scheduler.living();
    }

    /// How many coroutines wait for descriptors.
    public static int descriptorWaiters() {
        return mill().scheduler.poller().waiters();
    }

    /// The coroutine that runs.
    public static Object current() {
        return mill().scheduler.enterQuietly();
    }

    public static boolean isEnding() {
        return mill().scheduler.isEnding();
    }

    /// The engine that runs it.
    public static Engine engine() {
        return mill().engine;
    }

    /// The text of a dump as it is written for the log.
    public static String dumpTable() {
        return DumpTable.of(mill());
    }

    /// What JMX gets, which waits so long for the dump.
    public static DynamicMBean bean(int patienceMs) {
        return new DumpBean(mill(), patienceMs);
    }

    /// Spawns a coroutine whose stack overflows at its very end.
    public static void spawnWithoutRoomForItsEnd(String name, Runnable body) {
        MillRuntime mill = mill();
        mill.scheduler.spawn(new Routine(mill, mill.scheduler.newId(), name, null, body::run) {
            @Override
            protected Task ended(Throwable thrown) {
                throw new StackOverflowError();
            }
        });
    }

    /// Looks for stalls of this mill at times of the test's own.
    public static Stalls stalls(long limitMs) {
        StallWatch watch = new StallWatch(mill(), limitMs);
        return new Stalls(watch::look, watch::ended, watch::count, watch::longestMs, watch::suspects);
    }

    /// What a watch of one mill can do; `look` is given the time in nanoseconds.
    public record Stalls(
            LongConsumer look, Runnable end, LongSupplier count, LongSupplier longestMs, BooleanSupplier suspects) {}

    /// After how many milliseconds a mill with these options has stalls told of.
    public static long stallLimitMs(MillOptions options) {
        return options.stallLimitMs();
    }

    // ---- all mills

    /// How many run.
    public static int mills() {
        return MillRuntime.live().length;
    }

    /// Tells JMX once more of each.
    public static void announceAll() {
        for (MillRuntime mill : MillRuntime.live()) {
            Management.started(mill);
        }
    }
}
