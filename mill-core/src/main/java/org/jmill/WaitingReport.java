package org.jmill;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.TaskState;
import org.jmill.trace.Trace;
import org.jmill.world.World;

/// Tells the flight recorder who waits, at the end of each part of a recording: the event of a wait is written when it
/// is over, so one that is not would be seen nowhere.
///
/// The recorder asks on whatever thread ends the recording, which may be a coroutine's. Each mill makes its own report,
/// at its next poll; for one that is busy the recorder waits a little, and goes without.
final class WaitingReport {
    private static final int ROWS_MAX = 1000; // Of each mill.
    private static final long PATIENCE_MS = 200; // For all of them.

    private WaitingReport() {}

    /// Has all mills report.
    static void make() {
        MillRuntime here = MillRuntime.here();
        if (here != null) {
            here.scheduler.ask(() -> {
                report(here);
                return null;
            });
        }
        MillRuntime[] mills = MillRuntime.live();
        CountDownLatch missing = new CountDownLatch(mills.length);
        for (MillRuntime mill : mills) {
            boolean isElsewhere = mill != here && mill.options.world == World.real();
            if (!isElsewhere || !mill.scheduler.mailbox().post(() -> report(mill, missing))) {
                missing.countDown();
            }
        }
        try {
            missing.await(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void report(MillRuntime mill, CountDownLatch missing) {
        try {
            report(mill);
        } finally {
            missing.countDown();
        }
    }

    /// On the mill's thread, while nobody else runs.
    private static void report(MillRuntime mill) {
        int nowMs = mill.scheduler.reportMs();
        int[] rows = {0};
        mill.scheduler.forEach(task -> {
            if (task.state() == TaskState.WAITING && rows[0]++ < ROWS_MAX) {
                tell(mill, task, nowMs);
            }
        });
    }

    private static void tell(MillRuntime mill, Task task, int nowMs) {
        String waitsFor = task.waiting().describe(task);
        Object object = task.waiting().object(task);
        Trace.waits(mill.options.name, task, waitsFor, object, Scheduler.waitedMs(task, nowMs));
    }
}
