package org.jmill;

import org.jmill.sched.Link;
import org.jmill.sched.Task;
import org.jmill.sched.WaitQueue;
import org.jmill.sched.Waiting;
import org.jmill.world.Verb;

/// One end of a channel: the queue of those who wait to send, or of those who wait to receive.
///
/// It is itself what a coroutine in a plain `chs` or `chr` waits for, so that such a wait allocates
/// nothing; a coroutine in a choose waits for the [Choose].
final class ChannelEnd extends WaitQueue implements Waiting {
    private final Chan<?> channel;
    private final Verb verb;

    // Scratch fields of a choose that is about to block on this end: see RepeatedEnds.
    Choose chooser; // whose they are; null = nobody's
    int index; // which of its ends this is

    ChannelEnd(Chan<?> channel, Verb verb) {
        this.channel = channel;
        this.verb = verb;
    }

    Chan<?> channel() {
        return channel;
    }

    @Override
    public void enlist(Task task) {
        add(task);
    }

    @Override
    public void abandon(Task task) {
        remove(task);
        task.takeValue();
    }

    @Override
    public Verb verb() {
        return verb;
    }

    @Override
    public Object object(Task task) {
        return channel;
    }

    /// Checks that everyone in the queue waits for this end; for tests.
    void checkWaiters() {
        checkInvariants();
        for (Link link = first(); link != null; link = after(link)) {
            if (link instanceof Clause clause) {
                if (clause.end != this) {
                    throw new AssertionError(describe(null) + ": a clause of another end");
                }
                clause.choose.checkInvariants();
            } else if (link.task().waiting() != this) {
                throw new AssertionError(describe(null) + ": " + link.task() + " does not wait");
            }
        }
    }

    /// The numbers of those who wait: `{4},{7}`.
    String waiters() {
        StringBuilder text = new StringBuilder();
        for (Link link = first(); link != null; link = after(link)) {
            text.append(text.isEmpty() ? "{" : ",{").append(link.task().id()).append('}');
        }
        return text.toString();
    }
}
