package org.jmill.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jmill.world.Poller;

/// The one way in for other threads: what they post is run on the mill's thread at its next poll.
///
/// A wake-up costs a system call, so it is sent only to a mill that sleeps. The mill raises
/// `asleep`, *then* looks into the queue once more, and only then sleeps; a poster puts its letter
/// into the queue, *then* looks at `asleep`. Both steps are separated by a full fence on either
/// side, so that at least one of the two sees the other (Dekker).
///
/// Invariants:
/// - I1 A letter that [#post] took is run, by the thread that posted it if the mill has ended meanwhile.
/// - I2 While the mill sleeps with a letter in the queue, a wake-up is under way.
public final class Mailbox {
    private static final VarHandle ASLEEP;

    static {
        try {
            ASLEEP = MethodHandles.lookup().findVarHandle(Mailbox.class, "asleep", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int CHUNK = 128;

    // Few come in where there is a gate, and simulated mills come by the million.
    private static final int GATED_CHUNK = 16;

    private final MpscUnboundedAtomicArrayQueue<Runnable> letters;
    private final Poller poller;
    private final Runnable gate; // Passed by other threads; null = it is always open.

    private long taken; // The mill's thread only.
    private volatile boolean asleep; // Raised by the mill; lowered by it or by the one who wakes it.
    private volatile boolean closed; // Raised by the mill when it has ended.

    /// @param gate run by whoever posts, before he does; throws to keep him out. null: none
    Mailbox(Poller poller, Runnable gate) {
        this.poller = poller;
        this.gate = gate;
        this.letters = new MpscUnboundedAtomicArrayQueue<>(gate == null ? CHUNK : GATED_CHUNK);
    }

    /// Hands something over to the mill's thread. Any thread may call it; it never blocks.
    ///
    /// @param letter run on the mill's thread at its next poll; must not throw
    /// @return false if the mill has ended
    public boolean post(Runnable letter) {
        if (gate != null && !closed) {
            gate.run();
        }
        return deliver(letter);
    }

    /// As [#post], for the engine and for an interrupt, which no world keeps out.
    boolean deliver(Runnable letter) {
        if (closed) {
            return false;
        }
        letters.offer(letter);
        VarHandle.fullFence();
        if (closed) { // The mill may have looked for the last time before.
            drainClosed();
        } else if (asleep && ASLEEP.compareAndSet(this, true, false)) {
            wakeUp();
        }
        return true;
    }

    /// The mill's thread cannot be told: it sleeps.
    private void wakeUp() {
        try {
            poller.wakeUp();
        } catch (RuntimeException e) {
            System.getLogger("org.jmill")
                    .log(
                            System.Logger.Level.ERROR,
                            "wakeUp: the poller threw; its mill sleeps until something else comes",
                            e);
            throw e;
        }
    }

    /// How many letters were taken so far.
    public long taken() {
        return taken;
    }

    /// Whether no letter is there yet.
    boolean isEmpty() {
        return letters.isEmpty();
    }

    /// Announces that the mill is about to sleep.
    ///
    /// @return false if it must not, since there are letters
    boolean prepareToSleep() {
        asleep = true;
        VarHandle.fullFence();
        if (letters.isEmpty()) {
            return true;
        }
        asleep = false;
        return false;
    }

    /// Says that the mill is awake again.
    void awake() {
        asleep = false;
    }

    /// Runs the letters that are there now; those that come meanwhile are left to the next poll, so that
    /// posters who never tire do not keep the mill from its coroutines.
    ///
    /// @return whether there were any
    boolean drain() {
        int count = letters.size();
        if (count > 0) {
            Headroom.check(); // A queue whose poll was left half done gives nothing any more, for ever.
        }
        for (int i = 0; i < count; i++) {
            Runnable letter = letters.poll();
            if (letter == null) {
                break;
            }
            taken++;
            letter.run();
        }
        return count > 0;
    }

    /// Ends the service: later letters are refused, and those in the queue are run.
    void close() {
        closed = true;
        VarHandle.fullFence();
        drainClosed();
    }

    /// There is no longer one thread that alone may take letters out.
    private synchronized void drainClosed() {
        while (drain()) {}
    }
}
