package org.jmill.models;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jmill.models.ModelCoroutine.Failed;
import org.jmill.models.ModelCoroutine.Suspended;
import org.jmill.models.Program.ClauseSpec;
import org.jmill.models.Program.Op;
import org.jmill.models.Program.TimeoutKind;

/// What the design says of channels, choose, the ready list, timers and cancellation, as a plain
/// sequential simulation without coroutines: the oracle for random programs.
///
/// Nothing here is fast, and nothing is shared with the code under test but the generator's
/// algorithm. An operation that waits leaves places in the queues of [ModelChannel]s and maybe an
/// alarm; to end a wait is to remove all of them and to note the operation's result.
final class ChannelModel {
    /// Stands for "start the next one" among main's operations.
    private static final Op START = new Op.Cancel(-1);

    private final Program program;
    private final SplittableRandom random;
    private final ModelScheduler scheduler;
    private final List<ModelChannel> channels = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    private ChannelModel(Program program) {
        this.program = program;
        this.random = new SplittableRandom(program.seed());
        this.scheduler = new ModelScheduler(program.order(), co -> channels.forEach(c -> c.forget(co)));
        program.capacities().forEach(capacity -> channels.add(new ModelChannel(capacity)));
    }

    /// The log that a run of the program must produce.
    static List<String> run(Program program) {
        ChannelModel model = new ChannelModel(program);
        model.run();
        return model.log;
    }

    // ---- running

    private void run() {
        List<Op> mainOps = new ArrayList<>();
        for (List<Op> some : program.main()) {
            mainOps.add(START);
            mainOps.addAll(some);
        }
        if (!program.mainReturns()) {
            mainOps.add(new Op.Sleep(-1));
        }
        ModelCoroutine co = scheduler.start(mainOps);
        while (co != null) {
            ModelCoroutine child = runUntilItGivesWay(co);
            co = child != null ? child : scheduler.takeReady();
        }
    }

    /// Returns the coroutine that it has started and that is to run next, or null.
    private ModelCoroutine runUntilItGivesWay(ModelCoroutine co) {
        scheduler.run(co);
        try {
            while (settle(co) && co.step < co.ops.size()) {
                Op op = co.ops.get(co.step);
                if (op == START) {
                    co.step++;
                    scheduler.makeReady(co);
                    return scheduler.start(program.others().get(scheduler.started() - 1));
                }
                try {
                    perform(co, op);
                } catch (Failed e) {
                    co.repeated = 0;
                    co.result = e.getMessage();
                }
            }
        } catch (Suspended e) {
            return null;
        }
        scheduler.end(co);
        return null;
    }

    /// Notes the result of an operation that has ended; false if that ends the coroutine.
    private boolean settle(ModelCoroutine co) {
        String result = co.result;
        if (result != null) {
            log.add(ProgramRunner.line(scheduler.nowMs(), co.number, co.step, result));
            channels.forEach(c -> log.add(c.line()));
            co.result = null;
            co.step++;
        }
        return !"cancelled".equals(result);
    }

    private void perform(ModelCoroutine co, Op op) throws Suspended, Failed {
        switch (op) {
            case Op.Send(int ch) -> send(co, channel(ch), -1);
            case Op.SendBy(int ch, int inMs) -> send(co, channel(ch), inMs);
            case Op.TrySend(int ch) -> complete(co, channel(ch).trySend(co.value(0)) ? "sent" : "full");
            case Op.Receive(int ch) -> receive(co, channel(ch), -1, false);
            case Op.ReceiveBy(int ch, int inMs) -> receive(co, channel(ch), inMs, false);
            case Op.ReceiveOrDone(int ch) -> receive(co, channel(ch), -1, true);
            case Op.TryReceive(int ch) -> complete(co, channel(ch).tryReceive());
            case Op.Busy(int ch, int times) -> busy(co, channel(ch), times);
            case Op.Choice choice -> choose(co, choice);
            case Op.Kept(int index) -> choose(co, program.keptChoice(index));
            case Op.Done(int ch) -> {
                channel(ch).end(Program.terminal(co.number, co.step), false);
                co.result = "ended it";
            }
            case Op.Fail(int ch) -> {
                channel(ch).end(Program.terminal(co.number, co.step), true);
                co.result = "failed it";
            }
            case Op.Dup(int ch) -> {
                channel(ch).dup();
                co.result = "dup";
            }
            case Op.Close(int ch) -> {
                channel(ch).close();
                co.result = "closed it";
            }
            case Op.Yield() -> yieldOften(co, 1);
            case Op.YieldOften(int times) -> yieldOften(co, times);
            case Op.Sleep(int inMs) -> {
                co.checkNotCancelled();
                scheduler.await(co, inMs, "slept");
            }
            case Op.Cancel(int number) ->
                co.result =
                        "cancels " + scheduler.cancel(number % (program.others().size() + 1));
        }
    }

    private ModelChannel channel(int index) {
        return channels.get(index % channels.size());
    }

    /// An operation that counts has completed at once.
    private void complete(ModelCoroutine co, String result) throws Suspended {
        co.result = result;
        scheduler.countOperation(co);
    }

    private void yieldOften(ModelCoroutine co, int times) throws Suspended, Failed {
        co.checkNotCancelled();
        if (++co.repeated >= times) {
            co.repeated = 0;
            co.result = "yielded";
        }
        scheduler.yieldTurn(co);
    }

    private void busy(ModelCoroutine co, ModelChannel channel, int times) throws Suspended, Failed {
        while (co.repeated < times) {
            if (co.repeated++ % 2 == 0) {
                channel.trySend(co.value(0));
            } else {
                channel.tryReceive();
            }
            if (co.repeated < times) {
                scheduler.countOperation(co);
            }
        }
        co.repeated = 0;
        complete(co, "was busy");
    }

    private void send(ModelCoroutine co, ModelChannel channel, int inMs) throws Suspended, Failed {
        co.checkNotCancelled();
        if (channel.trySend(co.value(0))) {
            complete(co, "sent");
        } else {
            channel.awaitSend(co, co.value(0), () -> scheduler.wake(co, "sent"));
            scheduler.await(co, inMs, "full");
        }
    }

    private void receive(ModelCoroutine co, ModelChannel channel, int inMs, boolean tellsEnd) throws Suspended, Failed {
        co.checkNotCancelled();
        channel.checkOpen();
        if (channel.canReceive()) {
            complete(co, channel.take().text(tellsEnd));
        } else {
            channel.awaitReceive(co, got -> scheduler.wake(co, got.text(tellsEnd)));
            scheduler.await(co, inMs, "late");
        }
    }

    // ---- choose

    private void choose(ModelCoroutine co, Op.Choice choice) throws Suspended, Failed {
        co.checkNotCancelled();
        List<Integer> ready = ready(choice);
        if (!ready.isEmpty()) {
            performClause(co, choice, ready.get(draw(choice, ready.size())));
        } else if (choice.timeout() == TimeoutKind.OTHERWISE) {
            complete(co, "otherwise");
        } else {
            queue(co, choice);
            scheduler.await(co, choice.timeout() == TimeoutKind.DEADLINE ? choice.inMs() : -1, "otherwise");
        }
    }

    private List<Integer> ready(Op.Choice choice) throws Failed {
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < choice.clauses().size(); i++) {
            ClauseSpec clause = choice.clauses().get(i);
            ModelChannel channel = channel(clause.channel());
            if (clause.on()) {
                channel.checkOpen();
                if (clause.sends()) {
                    channel.checkSendable();
                }
                if (clause.sends() ? channel.canSend() : channel.canReceive()) {
                    ready.add(i);
                }
            }
        }
        return ready;
    }

    private int draw(Op.Choice choice, int n) {
        return n == 1 || choice.biased() ? 0 : random.nextInt(n);
    }

    private void performClause(ModelCoroutine co, Op.Choice choice, int index) throws Suspended, Failed {
        ClauseSpec clause = choice.clauses().get(index);
        ModelChannel channel = channel(clause.channel());
        if (clause.sends()) {
            channel.trySend(co.value(index));
            complete(co, "clause " + index + " sent");
        } else {
            complete(co, "clause " + index + " " + channel.take().text(true));
        }
    }

    /// Of the clauses that name the same end only one queues, drawn when the first comes up.
    private void queue(ModelCoroutine co, Op.Choice choice) {
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

    private void enqueue(ModelCoroutine co, ClauseSpec clause, int index) {
        ModelChannel channel = channel(clause.channel());
        String prefix = "clause " + index + " ";
        if (clause.sends()) {
            channel.awaitSend(co, co.value(index), () -> scheduler.wake(co, prefix + "sent"));
        } else {
            channel.awaitReceive(co, got -> scheduler.wake(co, prefix + got.text(true)));
        }
    }
}
