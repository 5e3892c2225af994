package org.jmill;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jmill.sched.Link;
import org.jmill.sched.Task;

/// One `in` or `out` of a [Choose]; stands in the queue of its channel's end while the choose
/// waits.
final class Clause extends Link {
    final Choose choose;
    final int index;
    final Chan<?> channel;
    final ChannelEnd end;
    final boolean sends;
    final Supplier<?> supplier; // null = the value never changes
    final Consumer<Object> onValue; // null = none
    final Runnable onSent; // null = none
    BooleanSupplier guard; // null = always on

    // The mill's thread only; valid during one end().
    boolean enabled = true;

    private Clause(
            Choose choose,
            int index,
            Chan<?> channel,
            boolean sends,
            Object value,
            Supplier<?> supplier,
            Consumer<Object> onValue,
            Runnable onSent) {
        this.choose = choose;
        this.index = index;
        this.channel = channel;
        this.end = sends ? channel.senders : channel.receivers;
        this.sends = sends;
        setValue(value);
        this.supplier = supplier;
        this.onValue = onValue;
        this.onSent = onSent;
    }

    static Clause in(Choose choose, int index, Chan<?> channel, Consumer<Object> handler) {
        return new Clause(choose, index, channel, false, null, null, handler, null);
    }

    static Clause out(Choose choose, int index, Chan<?> channel, Object value, Supplier<?> supplier, Runnable handler) {
        return new Clause(choose, index, channel, true, value, supplier, null, handler);
    }

    @Override
    public Task task() {
        return choose.waiter();
    }

    /// Evaluates the guard and, if the clause is on, the value to send. Runs the user's code.
    void evaluate() {
        enabled = guard == null || guard.getAsBoolean();
        if (enabled && supplier != null) {
            setValue(supplier.get());
        }
    }

    /// Looks whether the clause could go ahead now, and panics if it never can.
    boolean look() {
        if (!enabled) {
            return false;
        }
        if (sends) {
            boolean ready = channel.isSendable("out");
            channel.checkType("out", value());
            return ready;
        }
        return channel.isReceivable("in");
    }

    /// Does what the clause says; only if it is ready.
    void perform() {
        if (sends) {
            channel.put(value());
            choose.settle(this, null, false);
        } else {
            boolean terminal = channel.isDrained();
            choose.settle(this, channel.take(terminal), terminal);
        }
    }

    /// Somebody on the other end of the channel has taken up this clause: ends the wait of its
    /// choose.
    void fire(Object value, boolean terminal) {
        choose.fired(this, value, terminal);
    }

    /// Drops what the supplier gave.
    void forgetSupplied() {
        if (supplier != null) {
            takeValue();
        }
    }

    boolean hasHandler() {
        return onValue != null || onSent != null;
    }

    void handle(Object value) {
        if (onValue != null) {
            onValue.accept(value);
        } else if (onSent != null) {
            onSent.run();
        }
    }
}
