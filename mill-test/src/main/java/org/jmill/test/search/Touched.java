package org.jmill.test.search;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jmill.test.sim.Listener;
import org.jmill.world.ChannelView;
import org.jmill.world.ChoiceView;
import org.jmill.world.Subject;
import org.jmill.world.Verb;

/// Listens to one run, and notes what each step touches.
final class Touched implements Listener {
    private static final long CHANNEL = 1L << 40;
    private static final long OTHER = 1L << 41;
    private static final long END = 1L << 42;

    private final Map<Object, Long> others = new IdentityHashMap<>(); // By the order in which they were first touched.
    private Footprint step = new Footprint();
    private long[] enabled = new long[8]; // The coroutines that this step has made ready.
    private int enabledCount;
    private long running;
    private boolean creates;
    private boolean isOver; // The body has ended: main does nothing any more.

    /// A step begins.
    ///
    /// @param coroutine whose
    void begin(Footprint footprint, long coroutine) {
        step = footprint;
        enabledCount = 0;
        running = coroutine;
        creates = false;
        step.add(coroutine);
    }

    /// The coroutines that the step has made ready.
    long[] enabled() {
        return java.util.Arrays.copyOf(enabled, enabledCount);
    }

    /// Whether the step makes a channel or a coroutine.
    boolean creates() {
        return creates;
    }

    /// As of [Footprint#portable]: what was touched first from now on.
    long numbersFrom() {
        return OTHER + others.size();
    }

    static long numbersTo() {
        return END;
    }

    /// Something is touched that is no channel and no coroutine.
    @Override
    public void touched(Object object) {
        Long number = others.get(object);
        if (number == null) {
            number = OTHER + others.size();
            others.put(object, number);
        }
        step.add(number);
    }

    @Override
    public void bodyEnded() {
        isOver = true;
    }

    /// Whether it is main that runs, after the end of the body.
    boolean isAfterBody() {
        return isOver && running == 0;
    }

    private void note(Verb verb, Object object) {
        if (isAfterBody()) {
            return;
        }
        creates |= verb == Verb.MAKE;
        switch (object) {
            case null -> {
                if (verb != Verb.YIELD && verb != Verb.SLEEP) {
                    step.addAnything();
                }
            }
            case ChoiceView choice -> choice.channels().forEach(channel -> step.add(CHANNEL + channel.id()));
            case ChannelView channel -> step.add(CHANNEL + channel.id());
            case Subject coroutine -> step.add(coroutine.id());
            case String _ -> {} // Words, of what nobody else can touch.
            default -> touched(object);
        }
        if (verb == Verb.CANCEL) {
            step.addAnything();
        }
    }

    private void enables(Subject coroutine) {
        step.add(coroutine.id());
        if (enabledCount == enabled.length) {
            enabled = java.util.Arrays.copyOf(enabled, 2 * enabledCount);
        }
        enabled[enabledCount++] = coroutine.id();
    }

    @Override
    public void spawned(Subject parent, Subject child) {
        creates = true;
        enables(child);
    }

    @Override
    public void became(Subject coroutine) {
        if (coroutine.id() != running) {
            step.add(coroutine.id()); // It was switched to without a decision.
        }
    }

    @Override
    public void does(Subject coroutine, Verb verb, Object object) {
        note(verb, object);
    }

    @Override
    public void waits(Subject coroutine, Verb verb, Object object) {
        if (object != null) {
            note(verb, object);
        }
    }

    @Override
    public void woken(Subject coroutine, Subject waker) {
        enables(coroutine);
    }

    @Override
    public void ended(Subject coroutine, Throwable thrown) {
        step.add(coroutine.id());
        if (thrown != null || (coroutine.id() == 0 && !isOver)) {
            step.addAnything(); // Others are cancelled for that.
        }
    }
}
