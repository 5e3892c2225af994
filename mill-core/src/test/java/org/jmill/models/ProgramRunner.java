package org.jmill.models;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Received;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.models.Program.ClauseSpec;
import org.jmill.models.Program.Op;
import org.jmill.models.Program.TimeoutKind;

/// Runs a [Program] on a real mill in virtual time, and logs what each operation gave and how all
/// channels stand then. After each operation it checks all invariants.
final class ProgramRunner {
    private final Program program;
    private final List<Chan<Integer>> channels = new ArrayList<>();
    private final List<Choose> waits = new ArrayList<>();
    private final Map<List<Integer>, Choose> kept = new HashMap<>(); // By coroutine and index.
    private final int[] steps; // Where each coroutine stood when it last ended a kept one.
    private final Coroutine[] coroutines;
    private final List<String> log = new ArrayList<>();

    private ProgramRunner(Program program) {
        this.program = program;
        this.coroutines = new Coroutine[program.others().size() + 1];
        this.steps = new int[coroutines.length];
    }

    /// Runs it and returns the log.
    static List<String> run(Engine engine, Program program) {
        ProgramRunner runner = new ProgramRunner(program);
        try {
            TestMill.virtualTime(engine)
                    .order(program.order())
                    .seed(program.seed())
                    .fast()
                    .run(runner::main);
        } catch (DeadlockException e) {
            Messages.assertShape(e); // How most of them end.
        }
        return runner.log;
    }

    /// The line for one operation.
    static String line(long nowMs, int coroutine, int step, String result) {
        return nowMs + " {" + coroutine + "} " + step + ": " + result;
    }

    /// The line for one channel.
    static String channelLine(boolean closed, boolean done, int size, List<Long> senders, List<Long> receivers) {
        return "    " + (closed ? "closed" : done ? "done" : "open") + " " + size + " s" + senders + " r" + receivers;
    }

    private void main() {
        for (int capacity : program.capacities()) {
            channels.add(Chan.make(capacity));
        }
        coroutines[0] = Mill.self();
        int step = 0;
        for (int i = 0; i < program.main().size(); i++) {
            int number = i + 1;
            go(() -> {
                coroutines[number] = Mill.self();
                doAll(number, 0, program.others().get(number - 1));
            });
            step++;
            List<Op> some = program.main().get(i);
            if (!doAll(0, step, some)) {
                return;
            }
            step += some.size();
        }
        if (!program.mainReturns()) {
            doAll(0, step, List.of(new Op.Sleep(-1)));
        }
    }

    /// Returns false if it was cancelled.
    private boolean doAll(int number, int firstStep, List<Op> ops) {
        int step = firstStep;
        for (Op op : ops) {
            String result;
            try {
                result = perform(number, step, op);
            } catch (CancelledException e) {
                Messages.assertShape(e);
                result = "cancelled";
            } catch (DeadlineException e) {
                Messages.assertShape(e);
                result = "late";
            } catch (Broken e) {
                result = "threw " + e.getMessage();
            } catch (MillPanic e) {
                Messages.assertShape(e);
                result = "panic: " + kind(e.getMessage());
            }
            log(number, step, result);
            if (result.equals("cancelled")) {
                return false;
            }
            step++;
        }
        return true;
    }

    private void log(int number, int step, String result) {
        log.add(line(now(), number, step, result));
        for (Chan<Integer> ch : channels) {
            log.add(channelLine(
                    Inside.isClosed(ch),
                    Inside.isMarkedDone(ch),
                    Inside.buffered(ch),
                    Inside.senders(ch),
                    Inside.receivers(ch)));
            Inside.check(ch);
        }
        waits.forEach(Inside::check);
        Inside.check();
    }

    private static String kind(String message) {
        if (message.contains("channel is closed")) {
            return "closed";
        }
        if (message.contains("done already")) {
            return "done already";
        }
        if (message.contains("channel is done;")) {
            return "done";
        }
        if (message.contains("send before fail")) {
            return "failed";
        }
        if (message.contains("has failed already")) {
            return "failed already";
        }
        if (message.contains("send to a done channel") || message.contains("send to a failed channel")) {
            return "senders wait";
        }
        return message.contains("still in use") ? "in use" : message;
    }

    private Chan<Integer> channel(int index) {
        return channels.get(index % channels.size());
    }

    private static long deadline(int inMs) {
        return inMs < 0 ? -1 : now() + inMs;
    }

    private String perform(int number, int step, Op op) {
        int value = Program.value(number, step, 0);
        return switch (op) {
            case Op.Send(int ch) -> {
                channel(ch).send(value);
                yield "sent";
            }
            case Op.SendBy(int ch, int inMs) -> channel(ch).send(value, deadline(inMs)) ? "sent" : "full";
            case Op.TrySend(int ch) -> channel(ch).trySend(value) ? "sent" : "full";
            case Op.Receive(int ch) -> "got " + channel(ch).receive();
            case Op.ReceiveBy(int ch, int inMs) -> "got " + channel(ch).receive(deadline(inMs));
            case Op.ReceiveOrDone(int ch) -> received(channel(ch).receiveOrDone());
            case Op.TryReceive(int ch) -> received(channel(ch).tryReceive());
            case Op.Busy(int ch, int times) -> {
                for (int i = 0; i < times; i++) {
                    if (i % 2 == 0) {
                        channel(ch).trySend(value);
                    } else {
                        channel(ch).tryReceive();
                    }
                }
                yield "was busy";
            }
            case Op.Choice choice -> choice(number, step, choice);
            case Op.Kept(int index) -> keptChoice(number, step, index);
            case Op.Done(int ch) -> {
                channel(ch).done(Program.terminal(number, step));
                yield "ended it";
            }
            case Op.Fail(int ch) -> {
                channel(ch).fail(new Broken(Program.terminal(number, step)));
                yield "failed it";
            }
            case Op.Dup(int ch) -> {
                channel(ch).dup();
                yield "dup";
            }
            case Op.Close(int ch) -> {
                channel(ch).close();
                yield "closed it";
            }
            case Op.Yield() -> {
                yieldNow();
                yield "yielded";
            }
            case Op.YieldOften(int times) -> {
                for (int i = 0; i < times; i++) {
                    yieldNow();
                }
                yield "yielded";
            }
            case Op.Sleep(int inMs) -> {
                msleep(deadline(inMs));
                yield "slept";
            }
            case Op.Cancel(int other) -> {
                Coroutine target = coroutines[other % coroutines.length];
                yield "cancels " + (target != null && target.cancel());
            }
        };
    }

    private static String received(Received<Integer> received) {
        return switch (received) {
            case Received.Value<Integer>(Integer v) -> "got " + v;
            case Received.Done<Integer>(Integer v) -> "done " + v;
            case Received.Failed<Integer>(Throwable failure) -> "failed " + failure.getMessage();
            case Received.Empty<Integer>() -> "empty";
        };
    }

    private String choice(int number, int step, Op.Choice choice) {
        Choose c = choose();
        waits.add(c);
        if (choice.biased()) {
            c.biased();
        }
        for (int i = 0; i < choice.clauses().size(); i++) {
            ClauseSpec clause = choice.clauses().get(i);
            if (clause.sends()) {
                c.out(channel(clause.channel()), Program.value(number, step, i));
            } else {
                c.in(channel(clause.channel()));
            }
            if (!clause.on()) {
                c.when(false);
            }
        }
        if (choice.timeout() == TimeoutKind.DEADLINE) {
            c.deadline(deadline(choice.inMs()));
        } else if (choice.timeout() == TimeoutKind.OTHERWISE) {
            c.otherwise();
        }
        int index = c.end();
        waits.remove(c);
        return outcome(c, index, choice);
    }

    /// Ends a choose that this coroutine has kept since the last time.
    private String keptChoice(int number, int step, int index) {
        Op.Choice choice = program.keptChoice(index);
        steps[number] = step;
        Choose c = kept.computeIfAbsent(List.of(number, index % program.kept().size()), k -> keep(number, choice));
        if (choice.timeout() == TimeoutKind.DEADLINE) {
            c.rearm(deadline(choice.inMs()));
        }
        return outcome(c, c.end(), choice);
    }

    private Choose keep(int number, Op.Choice choice) {
        Choose c = choose();
        waits.add(c);
        for (int i = 0; i < choice.clauses().size(); i++) {
            ClauseSpec clause = choice.clauses().get(i);
            int position = i;
            if (clause.sends()) {
                c.outFrom(channel(clause.channel()), () -> Program.value(number, steps[number], position));
            } else {
                c.in(channel(clause.channel()));
            }
            c.when(clause::on);
        }
        if (choice.timeout() == TimeoutKind.OTHERWISE) {
            c.otherwise();
        }
        return choice.biased() ? c.biased() : c;
    }

    private static String outcome(Choose c, int index, Op.Choice choice) {
        if (index == Choose.TIMEOUT) {
            return "otherwise";
        }
        boolean sends = choice.clauses().get(index).sends();
        return "clause " + index + " " + (sends ? "sent" : received(c.received()));
    }

    /// What a channel fails with.
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(int number) {
            super(Integer.toString(number));
        }
    }
}
