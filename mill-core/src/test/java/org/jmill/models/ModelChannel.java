package org.jmill.models;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jmill.models.ModelCoroutine.Failed;

/// A channel of the [ChannelModel].
final class ModelChannel {
    /// A place in a queue of the channel.
    ///
    /// @param value what a sender brings
    /// @param wakes ends the wait of the coroutine, told what it received
    private record Waiter(ModelCoroutine co, Integer value, Consumer<Got> wakes) {}

    /// What was received.
    record Got(Integer value, boolean terminal, boolean failed) {
        Got(Integer value) {
            this(value, false, false);
        }

        /// The words for it.
        ///
        /// @param tellsEnd whether the operation tells the terminal value from others, and a failure
        String text(boolean tellsEnd) {
            if (failed) {
                return (tellsEnd ? "failed " : "threw ") + value;
            }
            return (tellsEnd && terminal ? "done " : "got ") + value;
        }
    }

    private final int capacity;
    private final Deque<Integer> buffer = new ArrayDeque<>();
    private final List<Waiter> senders = new ArrayList<>();
    private final List<Waiter> receivers = new ArrayList<>();
    private boolean done;
    private boolean failed; // and done
    private boolean closed;
    private int references = 1;
    private Integer last;

    ModelChannel(int capacity) {
        this.capacity = capacity;
    }

    void checkOpen() throws Failed {
        if (closed) {
            throw new Failed("panic: closed");
        }
    }

    void checkSendable() throws Failed {
        checkOpen();
        if (done) {
            throw new Failed(failed ? "panic: failed" : "panic: done");
        }
    }

    boolean canSend() {
        return !done && !closed && (!receivers.isEmpty() || buffer.size() < capacity);
    }

    boolean canReceive() {
        return !buffer.isEmpty() || !senders.isEmpty() || done;
    }

    boolean trySend(int value) throws Failed {
        checkSendable();
        if (!receivers.isEmpty()) {
            receivers.get(0).wakes.accept(new Got(value));
            return true;
        }
        if (buffer.size() < capacity) {
            buffer.add(value);
            return true;
        }
        return false;
    }

    String tryReceive() throws Failed {
        checkOpen();
        return canReceive() ? take().text(true) : "empty";
    }

    Got take() {
        Waiter first = senders.isEmpty() ? null : senders.get(0);
        if (!buffer.isEmpty()) {
            int value = buffer.poll();
            if (first != null) {
                buffer.add(first.value);
                first.wakes.accept(null);
            }
            return new Got(value);
        }
        if (done) {
            return new Got(last, true, failed);
        }
        first.wakes.accept(null);
        return new Got(first.value);
    }

    void end(int terminal, boolean fails) throws Failed {
        checkOpen();
        if (done) {
            throw new Failed(failed ? "panic: failed already" : "panic: done already");
        }
        if (!senders.isEmpty()) {
            throw new Failed("panic: senders wait");
        }
        done = true;
        failed = fails;
        last = terminal;
        while (!receivers.isEmpty()) {
            receivers.get(0).wakes.accept(new Got(last, true, failed));
        }
    }

    void dup() throws Failed {
        checkOpen();
        references++;
    }

    void close() throws Failed {
        checkOpen();
        if (references == 1 && !(senders.isEmpty() && receivers.isEmpty())) {
            throw new Failed("panic: in use");
        }
        if (--references == 0) {
            closed = true;
            done = false;
            buffer.clear();
        }
    }

    void awaitSend(ModelCoroutine co, int value, Runnable wakes) {
        senders.add(new Waiter(co, value, got -> wakes.run()));
    }

    void awaitReceive(ModelCoroutine co, Consumer<Got> wakes) {
        receivers.add(new Waiter(co, null, wakes));
    }

    /// Takes a coroutine out of both queues.
    void forget(ModelCoroutine co) {
        senders.removeIf(w -> w.co == co);
        receivers.removeIf(w -> w.co == co);
    }

    /// The line that a log has for it.
    String line() {
        return ProgramRunner.channelLine(closed, done, buffer.size(), numbers(senders), numbers(receivers));
    }

    private static List<Long> numbers(List<Waiter> queue) {
        return queue.stream().map(w -> (long) w.co.number).toList();
    }
}
