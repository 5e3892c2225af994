package org.jmill.sync;

import java.time.Duration;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.ParkingLot;
import org.jmill.world.Verb;

/// How often something may happen: a token bucket. It holds up to `burst` tokens, is full at first, and so many a
/// second come in; each thing that happens takes one, or several, and waits until they are there.
///
/// {@snippet file="org/jmill/snippets/RateSnippet.java" region="example"}
///
/// First come, first served: nobody takes a token while others wait. When the tokens of one who waits will come is
/// known beforehand, so a deadline that cannot be met is refused at once, and costs no token. Who is cancelled gives
/// back what it waited for, and those behind go on the earlier.
///
/// The clock counts milliseconds. A token that comes in between is there at the next one, and the one after it is not
/// the later for that: the average is what was asked for, also with thousands a second, of which then several come
/// in the same millisecond.
///
/// All methods but [#toString] are called on the mill's thread.
///
/// Source: none in libmill; Go's `golang.org/x/time/rate`, `Wait` and `Allow`.
///
/// @since 0.1.0
public final class Rate {
    // Invariants:
    // I1 Whoever stands in line stands behind the one who has the turn.
    // I2 `promised` is the sum of what those in line want, and those who have left it by a cancellation and not yet
    // run.

    /// The lowest rate, about once in 30 years.
    public static final double PER_SECOND_MIN = 1e-9;

    /// The highest rate.
    public static final double PER_SECOND_MAX = 1e9;

    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_MS = 1e6;
    private static final double ROUNDING_NS = 1_000; // Far more than what doubles err by.

    private final ParkingLot line = new ParkingLot(Verb.TAKE, this);
    private final ParkingLot front = new ParkingLot(Verb.TAKE, this); // Where the one who has the turn waits.
    private final double perSecond;
    private final int burst;
    private final double nsPerToken;
    private final long originMs = Mill.now(); // All nanoseconds are counted from here.

    // The mill's thread only, but for toString.
    private String name = "";
    private double emptyNs; // When the bucket was, or will be, just empty, given what was taken.
    private long dueMs = -1; // Until then the last one who waited had to wait.
    private boolean hasTurn; // Somebody does.
    private long promised; // I2

    /// Makes a rate of one at a time: a bucket that holds one token.
    ///
    /// @param perSecond how many tokens come in a second, [#PER_SECOND_MIN] to [#PER_SECOND_MAX]
    /// @throws IllegalArgumentException if the rate is zero or otherwise out of range
    /// @throws MillPanic if no mill runs on this thread
    public Rate(double perSecond) {
        this(perSecond, 1);
    }

    /// Makes a rate; the bucket is full.
    ///
    /// @param perSecond as for [#Rate(double)]
    /// @param burst how many tokens the bucket holds: so many may be taken at once after a quiet time; at least 1
    /// @throws IllegalArgumentException if the rate is zero or otherwise out of range, or the burst below 1
    /// @throws MillPanic if no mill runs on this thread
    public Rate(double perSecond, int burst) {
        if (!(perSecond >= PER_SECOND_MIN && perSecond <= PER_SECOND_MAX)) { // NaN neither.
            throw new IllegalArgumentException("rate: tokens a second are not between " + PER_SECOND_MIN + " and "
                    + PER_SECOND_MAX + ": " + perSecond);
        }
        if (burst < 1) {
            throw new IllegalArgumentException("rate: burst is below 1: " + burst);
        }
        this.perSecond = perSecond;
        this.burst = burst;
        this.nsPerToken = NS_PER_S / perSecond;
        this.emptyNs = -burst * nsPerToken;
    }

    /// Gives it a name, for dumps and messages.
    ///
    /// @param newName need not be unique; "" for none
    /// @return this rate
    /// @throws MillPanic if the name is null
    public Rate named(String newName) {
        line.enterQuietly();
        name = Naming.checked("rate", newName);
        return this;
    }

    /// Takes a token; suspends until it is there.
    ///
    /// @throws org.jmill.CancelledException if the coroutine is cancelled; it has taken nothing then
    public void take() {
        take(1, -1);
    }

    /// Takes several tokens, all at once; suspends until they are there.
    ///
    /// @param count how many, 1 to the burst
    /// @throws IllegalArgumentException if it is another number
    /// @throws org.jmill.CancelledException as for [#take()]
    public void take(int count) {
        take(count, -1);
    }

    /// Takes several tokens, all at once, if they will be there by the deadline; suspends until they are. If they
    /// will not, it does not wait at all.
    ///
    /// @param count how many, 1 to the burst
    /// @param deadlineMs as of [now][Mill#now]; negative: none; past: takes them only if they are there
    /// @return false if the deadline cannot be met; nothing was taken then
    /// @throws IllegalArgumentException as for [#take(int)]
    /// @throws org.jmill.CancelledException as for [#take()]
    public boolean take(int count, long deadlineMs) {
        line.enter(deadlineMs);
        checkCount(count);
        if (takeNow(count)) {
            line.completed();
            return true;
        }
        if (deadlineMs >= 0 && msOf(emptyNs + (promised + count) * nsPerToken) > deadlineMs) {
            line.completed();
            return false;
        }
        awaitTurn(count);
        try {
            awaitTokens(count);
        } finally {
            hasTurn = line.unpark();
        }
        return true;
    }

    /// Does the same as [#take(int,long)], with a deadline that lies so far ahead.
    ///
    /// @param count as for [#take(int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#take(int,long)]
    /// @throws IllegalArgumentException as for [#take(int,long)]
    /// @throws org.jmill.CancelledException as for [#take(int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#take(int,long)]
    public boolean take(int count, Duration timeout) {
        return take(count, Mill.after(timeout));
    }

    /// Takes a token if it is there, as [#tryTake(int)] does.
    ///
    /// @return whether it was
    public boolean tryTake() {
        return tryTake(1);
    }

    /// Takes several tokens, all at once, if they are there and nobody waits; may let others run before it
    /// returns, as every operation that completes does. Never waits for tokens, and never throws
    /// [org.jmill.CancelledException].
    ///
    /// @param count how many, 1 to the burst
    /// @return whether they were there; otherwise nothing was taken
    /// @throws IllegalArgumentException as for [#take(int)]
    public boolean tryTake(int count) {
        line.enterToTry();
        checkCount(count);
        if (takeNow(count)) {
            line.completed();
            return true;
        }
        line.foundNothing();
        return false;
    }

    private void checkCount(int count) {
        if (count < 1 || count > burst) {
            throw new IllegalArgumentException("take " + this + ": count is not between 1 and " + burst + ": " + count);
        }
    }

    private boolean takeNow(int count) {
        if (hasTurn) {
            return false; // I1
        }
        long nowMs = Mill.now();
        double nowNs = (nowMs - originMs) * NS_PER_MS;
        if (nowMs > dueMs) { // Otherwise the last one had to wait for this millisecond, and what came before it counts.
            emptyNs = Math.max(emptyNs, nowNs - burst * nsPerToken);
        }
        double afterwards = emptyNs + count * nsPerToken;
        if (afterwards > nowNs + ROUNDING_NS) {
            return false;
        }
        emptyNs = afterwards;
        return true;
    }

    private void awaitTurn(int count) {
        if (hasTurn) {
            promised += count;
            try {
                line.park(null, -1);
            } finally {
                promised -= count;
            }
        }
        hasTurn = true;
    }

    /// Those behind are told in their turn, so they wait no longer than need be when this one goes away.
    private void awaitTokens(int count) {
        double needed = count * nsPerToken;
        emptyNs += needed;
        boolean taken = false;
        try {
            dueMs = msOf(emptyNs);
            if (dueMs > Mill.now()) {
                front.park(null, dueMs); // Nobody wakes it.
            }
            taken = true;
        } finally {
            if (!taken) {
                emptyNs -= needed;
            }
        }
    }

    /// The millisecond in which a point of time has been reached.
    private long msOf(double ns) {
        double ms = originMs + Math.ceil((ns - ROUNDING_NS) / NS_PER_MS);
        return (long) ms; // The largest there is, if it is larger.
    }

    /// Gives `rate requests, 100.0 a second, burst 10`. Any thread may call it.
    @Override
    public String toString() {
        return Naming.of("rate", name) + ", " + perSecond + " a second, burst " + burst;
    }
}
