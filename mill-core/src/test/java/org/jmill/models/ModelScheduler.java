package org.jmill.models;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jmill.Order;
import org.jmill.harness.VirtualClock;
import org.jmill.models.ModelCoroutine.State;
import org.jmill.models.ModelCoroutine.Suspended;

/// The ready list, the timers, the polls and the cancellations of the [ChannelModel].
final class ModelScheduler {
    private static final int IN_A_ROW = 103;
    private static final int POLL_EVERY = 103;

    private record Alarm(ModelCoroutine co, long deadlineMs, long sequence, String result) {}

    private final int quantum;
    private final Consumer<ModelCoroutine> forget; // Takes a coroutine out of all channels' queues.
    private final List<ModelCoroutine> coroutines = new ArrayList<>(); // Those started, by number.
    private final Deque<ModelCoroutine> ready = new ArrayDeque<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private long nowMs = VirtualClock.START_MS;
    private long armed;
    private int taken;
    private int budget;
    private boolean deadlocked;

    ModelScheduler(Order order, Consumer<ModelCoroutine> forget) {
        this.quantum = order == Order.LIBMILL ? 1 : IN_A_ROW;
        this.forget = forget;
    }

    long nowMs() {
        return nowMs;
    }

    int started() {
        return coroutines.size();
    }

    ModelCoroutine start(List<Program.Op> ops) {
        ModelCoroutine co = new ModelCoroutine(coroutines.size(), ops);
        coroutines.add(co);
        return co;
    }

    void run(ModelCoroutine co) {
        co.state = State.RUNNING;
        budget = quantum;
    }

    void end(ModelCoroutine co) {
        co.state = State.ENDED;
        if (co.number == 0) {
            cancelOthers();
        }
    }

    private void cancelOthers() {
        for (ModelCoroutine other : coroutines.subList(1, coroutines.size())) {
            cancel(other);
        }
    }

    /// Cancels the coroutine of this number, if it was started.
    boolean cancel(int number) {
        return number < coroutines.size() && cancel(coroutines.get(number));
    }

    private boolean cancel(ModelCoroutine co) {
        if (co.state == State.ENDED || co.cancelled) {
            return false;
        }
        co.cancelled = true;
        if (co.state == State.WAITING) {
            wake(co, "cancelled");
        }
        return true;
    }

    /// Ends a wait: nothing is left of it.
    void wake(ModelCoroutine co, String result) {
        forget.accept(co);
        alarms.removeIf(a -> a.co == co);
        co.result = result;
        makeReady(co);
    }

    void makeReady(ModelCoroutine co) {
        co.state = State.READY;
        ready.add(co);
    }

    /// The coroutine waits, at most so long.
    void await(ModelCoroutine co, int inMs, String timeoutResult) throws Suspended {
        co.state = State.WAITING;
        if (inMs >= 0) {
            alarms.add(new Alarm(co, nowMs + inMs, armed++, timeoutResult));
        }
        throw new Suspended();
    }

    void yieldTurn(ModelCoroutine co) throws Suspended {
        makeReady(co);
        throw new Suspended();
    }

    /// A channel operation has completed at once; so many in a row, and it is others' turn.
    void countOperation(ModelCoroutine co) throws Suspended {
        if (--budget == 0) {
            budget = quantum;
            yieldTurn(co);
        }
    }

    /// The next coroutine to run; null when all have ended.
    ModelCoroutine takeReady() {
        if (taken >= POLL_EVERY) {
            poll(false);
        }
        while (ready.isEmpty()) {
            if (coroutines.stream().allMatch(co -> co.state == State.ENDED)) {
                return null;
            }
            poll(true);
        }
        taken++;
        return ready.poll();
    }

    private void poll(boolean wait) {
        taken = 0;
        if (wait && alarms.isEmpty()) {
            deadlock();
            return;
        }
        alarms.sort(Comparator.comparingLong(Alarm::deadlineMs).thenComparingLong(Alarm::sequence));
        if (wait) {
            nowMs = Math.max(nowMs, alarms.get(0).deadlineMs);
        }
        while (!alarms.isEmpty() && alarms.get(0).deadlineMs <= nowMs) {
            wake(alarms.get(0).co, alarms.get(0).result);
        }
    }

    private void deadlock() {
        if (deadlocked) {
            throw new AssertionError("the model itself is stuck");
        }
        deadlocked = true;
        cancelOthers();
        cancel(coroutines.get(0));
    }
}
