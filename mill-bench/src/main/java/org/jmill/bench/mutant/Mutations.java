package org.jmill.bench.mutant;

import java.util.List;

/// The programs that are changed: the examples that need no network, no files and no threads, as small as they still
/// show what they show, for many of their schedules are run.
///
/// Others of that kind are left out, each with a reason that is shown.
final class Mutations {
    private static final List<Program> EXAMPLES = List.of(
            Program.example("go.Hello"),
            Program.step("Step1", "hello"),
            Program.step("Step2", "pipeline"),
            Program.step("Step3", "patience"),
            Program.step("Step4", "night"),
            Program.example("go.PingPong", "3"),
            Program.example("go.DaisyChain", "3"),
            Program.example("go.FanIn", "4"),
            Program.example("go.FanOut", "--workers=2"),
            Program.example("go.WorkerPool", "--workers=2", "3"),
            Program.example("go.Pipeline", "2"),
            Program.example("go.RateLimiter", "--burst=2", "3"),
            Program.example("go.Ticker", "2"),
            Program.example("go.Timeout"),
            Program.example("go.Semaphore", "--permits=2"),
            Program.example("go.PubSub"),
            Program.example("go.Guards", "4"),
            Program.example("go.Gather"),
            Program.example("go.Deadline"),
            Program.example("go.Powser", "2"),
            Program.example("go.Sleepsort", "5", "1", "3"),
            Program.example("structure.Scatter"),
            Program.example("structure.Hedge"),
            Program.example("structure.Limits", "--permits=1", "3"),
            Program.example("coro.ProducerConsumer"),
            Program.example("coro.Permutations"),
            Program.example("coro.NestedResume"),
            Program.example("coro.TaskPool", "--size=2", "4"),
            Program.example("libmill.Workers"),
            Program.example("libmill.Goredump"),
            Program.example("libmill.Whispers", "3"),
            Program.example("libmill.Cls"),
            Program.example("libmill.OrderBuffered"),
            Program.example("libmill.OrderChoose"),
            Program.example("libmill.OrderDone"),
            Program.example("libmill.OrderGo"),
            Program.example("libmill.Philosophers"),
            Program.example("libmill.Sieve", "3"));

    private static final List<String> LEFT_OUT = List.of(
            "Overload: it relays without end",
            "OrderTimers: it fails in other orders, for it counts on it that the earlier deadline passes first",
            "OrderRendezvous: it fails in rare orders: `chdup`, channel is closed",
            "Storm: its mill has a generator of its own",
            "MergeSort: its runs are long");

    private Mutations() {}

    /// Those that are not searched, each with its reason.
    static List<String> leftOut() {
        return LEFT_OUT;
    }

    /// All of them.
    static List<Program> examples() {
        return EXAMPLES;
    }
}
