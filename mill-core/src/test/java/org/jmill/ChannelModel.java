package org.jmill;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jmill.Program.ClauseSpec;
import org.jmill.Program.Op;
import org.jmill.Program.TimeoutKind;

/// What the design says of channels, choose, the ready list, timers and cancellation, as a plain
/// sequential simulation without coroutines: the oracle for random programs.
///
/// Nothing here is fast, and nothing is shared with the code under test but the generator's
/// algorithm. The state of a wait is a list of [Waiter]s in the queues; to end it is to remove
/// them all.
final class ChannelModel {
    private static final int IN_A_ROW = 103;
    private static final int POLL_EVERY = 103;

    private final Program program;
    private final SplittableRandom random;
    private final int quantum;
    private final List<Channel> channels = new ArrayList<>();
    private final List<Co> coroutines = new ArrayList<>(); // Those that were started, by number.
    private final Deque<Co> ready = new ArrayDeque<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private long nowMs = VirtualClock.START_MS;
    private long armed;
    private int taken;
    private int budget;
    private boolean deadlocked;

    private ChannelModel(Program program) {
        this.program = program;
        this.random = new SplittableRandom(program.seed());
        this.quantum = program.order() == Order.LIBMILL ? 1 : IN_A_ROW;
        program.capacities().forEach(capacity -> channels.add(new Channel(capacity)));
    }

    /// The log that a run of the program must produce.
    static List<String> run(Program program) {
        ChannelModel model = new ChannelModel(program);
        model.run();
        return model.log;
    }

    // ---- its things

    private static final class Channel {
        final int capacity;
        final Deque<Integer> buffer = new ArrayDeque<>();
        final List<Waiter> senders = new ArrayList<>();
        final List<Waiter> receivers = new ArrayList<>();
        boolean done;
        boolean closed;
        int references = 1;
        Integer last;

        Channel(int capacity) {
            this.capacity = capacity;
        }

        boolean canSend() {
            return !done && !closed && (!receivers.isEmpty() || buffer.size() < capacity);
        }

        boolean canReceive() {
            return !buffer.isEmpty() || !senders.isEmpty() || done;
        }
    }

    /// A place in a queue of a channel.
    ///
    /// @param value what a sender brings
    /// @param wakes what happens to its coroutine once it is served, told what it received
    private record Waiter(Co co, Integer value, Consumer<Got> wakes) {}

    /// What was received.
    private record Got(Integer value, boolean terminal) {}

    private record Alarm(Co co, long deadlineMs, long sequence, String result) {}

    private enum State {
        READY,
        RUNNING,
        WAITING,
        ENDED
    }

    /// A coroutine: its operations, and where it stands among them.
    private static final class Co {
        final int number;
        final List<Op> ops;
        int step;
        int repeated; // Rounds done of a repeated operation.
        State state = State.READY;
        boolean cancelled;
        String result; // Of the operation under way, once it is known.

        Co(int number, List<Op> ops) {
            this.number = number;
            this.ops = ops;
        }
    }

    /// Stands for "start the next one" among main's operations.
    private static final Op START = null;

    /// The operation waits, or its coroutine has been put at the tail of the ready list.
    private static final class Suspended extends Exception {
        private static final long serialVersionUID = 1L;

        Suspended() {
            super(null, null, false, false);
        }
    }

    /// The operation fails.
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message, null, false, false);
        }
    }

    // ---- the scheduler

    private void run() {
        List<Op> mainOps = new ArrayList<>();
        for (List<Op> some : program.main()) {
            mainOps.add(START);
            mainOps.addAll(some);
        }
        if (!program.mainReturns()) {
            mainOps.add(new Op.Sleep(-1));
        }
        Co co = new Co(0, mainOps);
        coroutines.add(co);
        while (co != null) {
            Co child = runUntilItGivesWay(co);
            co = child != null ? child : takeReady();
        }
    }

    /// Returns the coroutine that it has started and that is to run next, or null.
    private Co runUntilItGivesWay(Co co) {
        co.state = State.RUNNING;
        budget = quantum;
        try {
            while (true) {
                if (co.result != null) {
                    log(co, co.result);
                    if (co.result.equals("cancelled")) {
                        break;
                    }
                    co.result = null;
                    co.step++;
                }
                if (co.step == co.ops.size()) {
                    break;
                }
                Op op = co.ops.get(co.step);
                if (op == START) {
                    co.step++;
                    Co child = new Co(coroutines.size(), program.others().get(coroutines.size() - 1));
                    coroutines.add(child);
                    makeReady(co);
                    return child;
                }
                try {
                    perform(co, op);
                } catch (Failed e) {
                    co.result = e.getMessage();
                }
            }
        } catch (Suspended e) {
            return null;
        }
        end(co);
        return null;
    }

    private void end(Co co) {
        co.state = State.ENDED;
        if (co.number == 0) {
            cancelOthers();
        }
    }

    private void cancelOthers() {
        for (Co other : coroutines) {
            if (other.number != 0) {
                cancel(other);
            }
        }
    }

    private boolean cancel(Co co) {
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
    private void wake(Co co, String result) {
        for (Channel channel : channels) {
            channel.senders.removeIf(w -> w.co == co);
            channel.receivers.removeIf(w -> w.co == co);
        }
        alarms.removeIf(a -> a.co == co);
        co.result = result;
        makeReady(co);
    }

    private void makeReady(Co co) {
        co.state = State.READY;
        ready.add(co);
    }

    /// The next coroutine to run; null when all have ended.
    private Co takeReady() {
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
            if (deadlocked) {
                throw new AssertionError("the model itself is stuck");
            }
            deadlocked = true;
            cancelOthers();
            cancel(coroutines.get(0));
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

    private void log(Co co, String result) {
        log.add(ProgramRunner.line(nowMs, co.number, co.step, result));
        for (Channel c : channels) {
            log.add(ProgramRunner.channelLine(
                    c.closed, c.done, c.buffer.size(), numbers(c.senders), numbers(c.receivers)));
        }
    }

    private static List<Long> numbers(List<Waiter> queue) {
        return queue.stream().map(w -> (long) w.co.number).toList();
    }

    // ---- operations

    private void perform(Co co, Op op) throws Suspended, Failed {
        switch (op) {
            case Op.Send(int ch) -> send(co, channel(ch), -1);
            case Op.SendBy(int ch, int inMs) -> send(co, channel(ch), inMs);
            case Op.TrySend(int ch) -> complete(co, trySend(channel(ch), value(co, 0)) ? "sent" : "full");
            case Op.Receive(int ch) -> receive(co, channel(ch), -1, false);
            case Op.ReceiveBy(int ch, int inMs) -> receive(co, channel(ch), inMs, false);
            case Op.ReceiveOrDone(int ch) -> receive(co, channel(ch), -1, true);
            case Op.TryReceive(int ch) -> complete(co, tryReceive(channel(ch)));
            case Op.Busy(int ch, int times) -> busy(co, channel(ch), times);
            case Op.Choice choice -> choose(co, choice);
            case Op.Done(int ch) -> done(co, channel(ch));
            case Op.Dup(int ch) -> {
                checkOpen(channel(ch));
                channel(ch).references++;
                co.result = "dup";
            }
            case Op.Close(int ch) -> close(co, channel(ch));
            case Op.Yield() -> yieldOften(co, 1);
            case Op.YieldOften(int times) -> yieldOften(co, times);
            case Op.Sleep(int inMs) -> {
                checkNotCancelled(co);
                await(co, inMs, "slept");
            }
            case Op.Cancel(int number) -> {
                int index = number % (program.others().size() + 1);
                boolean cancels = index < coroutines.size() && cancel(coroutines.get(index));
                co.result = "cancels " + cancels;
            }
        }
    }

    private Channel channel(int index) {
        return channels.get(index % channels.size());
    }

    private static int value(Co co, int clause) {
        return Program.value(co.number, co.step, clause);
    }

    private static void checkNotCancelled(Co co) throws Failed {
        if (co.cancelled) {
            throw new Failed("cancelled");
        }
    }

    private static void checkOpen(Channel channel) throws Failed {
        if (channel.closed) {
            throw new Failed("panic: closed");
        }
    }

    private static void checkSendable(Channel channel) throws Failed {
        checkOpen(channel);
        if (channel.done) {
            throw new Failed("panic: done");
        }
    }

    /// An operation that counts has completed at once.
    private void complete(Co co, String result) throws Suspended {
        co.result = result;
        countOperation(co);
    }

    private void countOperation(Co co) throws Suspended {
        if (--budget == 0) {
            budget = quantum;
            if (!co.cancelled) {
                makeReady(co);
                throw new Suspended();
            }
        }
    }

    private void await(Co co, int inMs, String timeoutResult) throws Suspended {
        co.state = State.WAITING;
        if (inMs >= 0) {
            alarms.add(new Alarm(co, nowMs + inMs, armed++, timeoutResult));
        }
        throw new Suspended();
    }

    private void yieldOften(Co co, int times) throws Suspended, Failed {
        checkNotCancelled(co);
        if (++co.repeated >= times) {
            co.repeated = 0;
            co.result = "yielded";
        }
        makeReady(co);
        throw new Suspended();
    }

    private void busy(Co co, Channel channel, int times) throws Suspended, Failed {
        while (co.repeated < times) {
            boolean sends = co.repeated++ % 2 == 0;
            try {
                if (sends) {
                    trySend(channel, value(co, 0));
                } else {
                    tryReceive(channel);
                }
            } catch (Failed e) {
                co.repeated = 0;
                throw e;
            }
            if (co.repeated == times) {
                break;
            }
            countOperation(co);
        }
        co.repeated = 0;
        complete(co, "was busy");
    }

    private void send(Co co, Channel channel, int inMs) throws Suspended, Failed {
        checkNotCancelled(co);
        if (trySend(channel, value(co, 0))) {
            complete(co, "sent");
        } else {
            channel.senders.add(new Waiter(co, value(co, 0), got -> wake(co, "sent")));
            await(co, inMs, "full");
        }
    }

    private boolean trySend(Channel channel, int value) throws Failed {
        checkSendable(channel);
        if (!channel.receivers.isEmpty()) {
            channel.receivers.get(0).wakes.accept(new Got(value, false));
            return true;
        }
        if (channel.buffer.size() < channel.capacity) {
            channel.buffer.add(value);
            return true;
        }
        return false;
    }

    private void receive(Co co, Channel channel, int inMs, boolean tellsEnd) throws Suspended, Failed {
        checkNotCancelled(co);
        checkOpen(channel);
        if (channel.canReceive()) {
            complete(co, received(take(channel), tellsEnd));
        } else {
            channel.receivers.add(new Waiter(co, null, got -> wake(co, received(got, tellsEnd))));
            await(co, inMs, "late");
        }
    }

    private static String received(Got got, boolean tellsEnd) {
        return tellsEnd && got.terminal ? "done " + got.value : "got " + got.value;
    }

    private String tryReceive(Channel channel) throws Failed {
        checkOpen(channel);
        return channel.canReceive() ? received(take(channel), true) : "empty";
    }

    private static Got take(Channel channel) {
        boolean blockedSender = !channel.senders.isEmpty();
        if (!channel.buffer.isEmpty()) {
            int value = channel.buffer.poll();
            if (blockedSender) {
                Waiter first = channel.senders.get(0);
                channel.buffer.add(first.value);
                first.wakes.accept(null);
            }
            return new Got(value, false);
        }
        if (channel.done) {
            return new Got(channel.last, true);
        }
        Waiter first = channel.senders.get(0);
        first.wakes.accept(null);
        return new Got(first.value, false);
    }

    private void done(Co co, Channel channel) throws Failed {
        checkOpen(channel);
        if (channel.done) {
            throw new Failed("panic: done already");
        }
        if (!channel.senders.isEmpty()) {
            throw new Failed("panic: senders wait");
        }
        channel.done = true;
        channel.last = Program.terminal(co.number, co.step);
        while (!channel.receivers.isEmpty()) {
            channel.receivers.get(0).wakes.accept(new Got(channel.last, true));
        }
        co.result = "ended it";
    }

    private void close(Co co, Channel channel) throws Failed {
        checkOpen(channel);
        if (channel.references == 1 && !(channel.senders.isEmpty() && channel.receivers.isEmpty())) {
            throw new Failed("panic: in use");
        }
        if (--channel.references == 0) {
            channel.closed = true;
            channel.done = false;
            channel.buffer.clear();
        }
        co.result = "closed it";
    }

    // ---- choose

    private void choose(Co co, Op.Choice choice) throws Suspended, Failed {
        checkNotCancelled(co);
        List<Integer> readyOnes = new ArrayList<>();
        for (int i = 0; i < choice.clauses().size(); i++) {
            ClauseSpec clause = choice.clauses().get(i);
            Channel channel = channel(clause.channel());
            if (clause.on()) {
                checkOpen(channel);
                if (clause.sends()) {
                    checkSendable(channel);
                }
                if (clause.sends() ? channel.canSend() : channel.canReceive()) {
                    readyOnes.add(i);
                }
            }
        }
        if (!readyOnes.isEmpty()) {
            int n = readyOnes.size();
            performClause(co, choice, readyOnes.get(draw(choice, n)));
        } else if (choice.timeout() == TimeoutKind.OTHERWISE) {
            complete(co, "otherwise");
        } else {
            queue(co, choice);
            await(co, choice.timeout() == TimeoutKind.DEADLINE ? choice.inMs() : -1, "otherwise");
        }
    }

    private int draw(Op.Choice choice, int n) {
        return n == 1 || choice.biased() ? 0 : random.nextInt(n);
    }

    private void performClause(Co co, Op.Choice choice, int index) throws Suspended, Failed {
        ClauseSpec clause = choice.clauses().get(index);
        Channel channel = channel(clause.channel());
        if (clause.sends()) {
            trySend(channel, value(co, index));
            complete(co, "clause " + index + " sent");
        } else {
            complete(co, "clause " + index + " " + received(take(channel), true));
        }
    }

    /// Of the clauses that name the same end only one queues, drawn when the first comes up.
    private void queue(Co co, Op.Choice choice) {
        List<ClauseSpec> clauses = choice.clauses();
        Set<Integer> drawn = new HashSet<>();
        for (int i = 0; i < clauses.size(); i++) {
            List<Integer> same = new ArrayList<>();
            for (int j = 0; j < clauses.size(); j++) {
                if (clauses.get(j).on() && isSameEnd(clauses.get(i), clauses.get(j))) {
                    same.add(j);
                }
            }
            if (clauses.get(i).on() && same.get(0) == i) {
                drawn.add(same.get(draw(choice, same.size())));
            }
        }
        for (int i = 0; i < clauses.size(); i++) {
            if (drawn.contains(i)) {
                enqueue(co, clauses.get(i), i);
            }
        }
    }

    private boolean isSameEnd(ClauseSpec a, ClauseSpec b) {
        return a.sends() == b.sends() && channel(a.channel()) == channel(b.channel());
    }

    private void enqueue(Co co, ClauseSpec clause, int index) {
        Channel channel = channel(clause.channel());
        if (clause.sends()) {
            channel.senders.add(new Waiter(co, value(co, index), got -> wake(co, "clause " + index + " sent")));
        } else {
            channel.receivers.add(new Waiter(co, null, got -> wake(co, "clause " + index + " " + received(got, true))));
        }
    }
}
