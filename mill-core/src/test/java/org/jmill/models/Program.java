package org.jmill.models;

import java.util.List;
import org.jmill.Order;

/// A random program: channels, and coroutines that each do one operation after the other. The
/// [ProgramRunner] runs it, the [ChannelModel] says what must come of it.
///
/// Main starts coroutine 1 and does its first few operations, starts coroutine 2 and does the next
/// few, and so on. Then it sleeps for ever, so that the program ends in a deadlock, or it returns.
///
/// @param capacities of the channels
/// @param main what main does after each start
/// @param others what each of the others does
/// @param mainReturns whether main returns at its end
/// @param kept the chooses that each coroutine makes at most once and ends again and again
/// @param order in which order
/// @param seed of the generator for choose
record Program(
        List<Integer> capacities,
        List<List<Op>> main,
        List<List<Op>> others,
        boolean mainReturns,
        List<Op.Choice> kept,
        Order order,
        long seed) {

    /// One operation. A channel is named by its index, modulo how many there are; so is a
    /// coroutine. Times are milliseconds from now; negative: no deadline.
    sealed interface Op {
        record Send(int channel) implements Op {}

        record SendBy(int channel, int inMs) implements Op {}

        record TrySend(int channel) implements Op {}

        record Receive(int channel) implements Op {}

        record ReceiveBy(int channel, int inMs) implements Op {}

        record TryReceive(int channel) implements Op {}

        record ReceiveOrDone(int channel) implements Op {}

        /// So many `trySend` and `tryReceive` in turn: enough of them to be sent to the tail of
        /// the ready list.
        record Busy(int channel, int times) implements Op {}

        record Choice(List<ClauseSpec> clauses, TimeoutKind timeout, int inMs, boolean biased) implements Op {}

        /// Ends one of the kept chooses.
        record Kept(int index) implements Op {}

        record Done(int channel) implements Op {}

        record Fail(int channel) implements Op {}

        record Dup(int channel) implements Op {}

        record Close(int channel) implements Op {}

        record Yield() implements Op {}

        /// So many yields: enough of them to be polled.
        record YieldOften(int times) implements Op {}

        record Sleep(int inMs) implements Op {}

        record Cancel(int coroutine) implements Op {}
    }

    /// A clause of a choose.
    record ClauseSpec(int channel, boolean sends, boolean on) {}

    /// What a choose has beside its clauses.
    enum TimeoutKind {
        NONE,
        OTHERWISE,
        DEADLINE
    }

    /// The kept choose of this index, modulo how many there are.
    Op.Choice keptChoice(int index) {
        return kept.get(index % kept.size());
    }

    /// The value that a clause or an operation sends: different everywhere.
    static int value(int coroutine, int step, int clause) {
        return coroutine * 100_000 + step * 100 + clause;
    }

    /// The terminal value that an operation gives.
    static int terminal(int coroutine, int step) {
        return -value(coroutine, step, 99);
    }
}
