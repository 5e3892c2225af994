package org.jmill.sched;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Begins a wait awake, where it is likely to be short.
///
/// To fall asleep and be woken takes tens of microseconds, of which the one who wakes pays some. A wait that ends
/// sooner is cheaper for both if it is spent looking, again and again, whether it has ended. How long the next one
/// will be nobody knows. So each spends no more on looking than a sleep costs; one that did so in vain has twice as
/// many of those after it go to sleep at once, and one that paid halves that. A mill that mostly waits for long sleeps
/// at once in [#ASLEEP_MAX] waits between two spins.
///
/// Giving the processor to others while looking (`Thread.yield`) was tried. With one processor for an echo server and
/// its client, requests rose from 44,000 to 50,000 a second; but where each processor had a busy process too, they fell
/// from 16,000 to 11,500, as such a process keeps it for milliseconds.
final class SpinWait {
    /// How many waits in a row, at most, are not begun awake.
    static final int ASLEEP_MAX = 255;

    private final long limitNs;
    private final LongSupplier nanoTime;
    private int asleep; // How many waits are still to be spent asleep.
    private int inVain; // What that was after the last spin in vain, halved by each that paid.

    /// @param limitNs how long to look, in nanoseconds; 0: not at all
    /// @param nanoTime the time in nanoseconds
    SpinWait(long limitNs, LongSupplier nanoTime) {
        this.limitNs = limitNs;
        this.nanoTime = nanoTime;
    }

    /// Looks whether a wait has ended, until it has or that has taken too long.
    ///
    /// @param ended whether it has
    /// @return whether it has; false: go to sleep
    boolean until(BooleanSupplier ended) {
        if (limitNs == 0 || --asleep >= 0) {
            return false;
        }
        asleep = 0;
        long start = nanoTime.getAsLong();
        do {
            if (ended.getAsBoolean()) {
                inVain /= 2;
                return true;
            }
            Thread.onSpinWait();
        } while (nanoTime.getAsLong() - start < limitNs);
        inVain = Math.min(2 * inVain + 1, ASLEEP_MAX);
        asleep = inVain;
        return false;
    }
}
