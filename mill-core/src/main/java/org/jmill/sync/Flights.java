package org.jmill.sync;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jmill.BlockingOperation;
import org.jmill.Coroutine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.ParkingLot;
import org.jmill.world.Verb;
import org.jspecify.annotations.Nullable;

/// Calls that are made once for all who want the same at the same time: of several callers with equal keys the first
/// has its code run, and all get what comes of it.
///
/// {@snippet file="org/jmill/snippets/FlightsSnippet.java" region="example"}
///
/// The code runs in a coroutine of its own, so the call goes on when the one that began it is cancelled, or its
/// deadline passes, as long as one caller is left. When the last one goes, the call is cancelled, and what comes of
/// it then is dropped. There is never more than one call a key: who comes while a cancelled one still comes to its
/// end waits for that, and begins another.
///
/// That coroutine is one of the mill's, as after [go][Mill#go(org.jmill.Body)]: it belongs to no scope of a
/// caller, and does not see a caller's deadlines, as it may serve others.
///
/// Nothing is kept: a caller that comes when the call has ended begins another. What the code throws, all callers
/// throw, the same object.
///
/// All methods but [#toString] are called on the mill's thread; once the mill has ended, any thread may call [#size].
///
/// Source: none in libmill; Go's `golang.org/x/sync/singleflight`, which cannot cancel.
///
/// @param <K> the type of the keys, which have `equals` and `hashCode`
/// @param <V> the type of the results
/// @since 0.1.0
public final class Flights<K extends @Nullable Object, V extends @Nullable Object> {
    private final ParkingLot door = new ParkingLot(Verb.CALL, this);
    private final Map<K, Flight> flights = new HashMap<>(); // Those whose code has not ended.
    private String name = ""; // The mill's thread only, but for toString.

    /// Makes one without calls.
    ///
    /// @throws MillPanic if no mill runs on this thread
    public Flights() {}

    /// Gives it a name, for dumps and messages.
    ///
    /// @param newName need not be unique; "" for none
    /// @return this
    /// @throws MillPanic if the name is null
    public Flights<K, V> named(String newName) {
        door.enterQuietly();
        name = Naming.checked("flights", newName);
        return this;
    }

    /// Gives what the call with this key returns: the one that is under way, or else a new one. Suspends until it has
    /// ended.
    ///
    /// @param <X> what the code may throw; a caller that finds a call under way throws what that one's code does
    /// @param key for what, may be null
    /// @param code what to call, if no call is under way; must not call with the same key
    /// @return its result, may be null
    /// @throws X what the code throws
    /// @throws MillPanic if the code is null, or it calls with its own key
    /// @throws org.jmill.CancelledException if the coroutine is cancelled
    public <X extends Exception> V call(K key, BlockingOperation<? extends V, X> code) throws X {
        return call(key, -1, code);
    }

    /// Gives what the call with this key returns, as [#call(Object,BlockingOperation)] does.
    ///
    /// @param key as for [#call(Object,BlockingOperation)]
    /// @param code as for [#call(Object,BlockingOperation)]
    /// @return its result, may be null
    /// @throws Exception what the code throws
    /// @throws MillPanic as for [#call(Object,BlockingOperation)]
    /// @throws org.jmill.CancelledException as for [#call(Object,BlockingOperation)]
    public V call(K key, Callable<? extends V> code) throws Exception {
        return await(key, -1, code);
    }

    /// Gives what the call with this key returns, as [#call(Object,BlockingOperation)] does, unless the deadline
    /// passes first.
    ///
    /// @param <X> as for [#call(Object,BlockingOperation)]
    /// @param key as for [#call(Object,BlockingOperation)]
    /// @param deadlineMs as of [now][Mill#now]; negative: none; past: until the next poll. It is the caller's, not
    ///   the call's
    /// @param code as for [#call(Object,BlockingOperation)]
    /// @return its result, may be null
    /// @throws X what the code throws
    /// @throws org.jmill.DeadlineException if the deadline has passed
    /// @throws MillPanic as for [#call(Object,BlockingOperation)]
    /// @throws org.jmill.CancelledException as for [#call(Object,BlockingOperation)]
    public <X extends Exception> V call(K key, long deadlineMs, BlockingOperation<? extends V, X> code) throws X {
        return this.<X>await(key, deadlineMs, code);
    }

    /// Does the same as [#call(Object,long,BlockingOperation)], with a deadline that lies so far ahead.
    ///
    /// @param <X> as for [#call(Object,long,BlockingOperation)]
    /// @param key as for [#call(Object,long,BlockingOperation)]
    /// @param timeout how far, as for [Mill#after]
    /// @param code as for [#call(Object,long,BlockingOperation)]
    /// @return as of [#call(Object,long,BlockingOperation)]
    /// @throws X as for [#call(Object,long,BlockingOperation)]
    /// @throws org.jmill.DeadlineException as for [#call(Object,long,BlockingOperation)]
    /// @throws org.jmill.CancelledException as for [#call(Object,long,BlockingOperation)]
    /// @throws MillPanic if the timeout is null, or as for [#call(Object,long,BlockingOperation)]
    public <X extends Exception> V call(K key, Duration timeout, BlockingOperation<? extends V, X> code) throws X {
        return call(key, Mill.after(timeout), code);
    }

    /// Gives what the call with this key returns, as [#call(Object,long,BlockingOperation)] does.
    ///
    /// @param key as for [#call(Object,BlockingOperation)]
    /// @param deadlineMs as for [#call(Object,long,BlockingOperation)]
    /// @param code as for [#call(Object,BlockingOperation)]
    /// @return its result, may be null
    /// @throws Exception what the code throws
    /// @throws org.jmill.DeadlineException if the deadline has passed
    /// @throws MillPanic as for [#call(Object,BlockingOperation)]
    /// @throws org.jmill.CancelledException as for [#call(Object,BlockingOperation)]
    public V call(K key, long deadlineMs, Callable<? extends V> code) throws Exception {
        return await(key, deadlineMs, code);
    }

    /// Does the same as [#call(Object,long,Callable)], with a deadline that lies so far ahead.
    ///
    /// @param key as for [#call(Object,long,Callable)]
    /// @param timeout how far, as for [Mill#after]
    /// @param code as for [#call(Object,long,Callable)]
    /// @return as of [#call(Object,long,Callable)]
    /// @throws Exception as for [#call(Object,long,Callable)]
    /// @throws org.jmill.DeadlineException as for [#call(Object,long,Callable)]
    /// @throws org.jmill.CancelledException as for [#call(Object,long,Callable)]
    /// @throws MillPanic if the timeout is null, or as for [#call(Object,long,Callable)]
    public V call(K key, Duration timeout, Callable<? extends V> code) throws Exception {
        return call(key, Mill.after(timeout), code);
    }

    /// @param <X> what the code throws, or whatever that of another caller does
    private <X extends Exception> V await(K key, long deadlineMs, Callable<? extends V> code) throws X {
        door.enter(deadlineMs);
        if (code == null) {
            throw new MillPanic("call " + this + ": code is null; give it what to call");
        }
        Flight flight = flights.get(key);
        checkNotWithin(flight);
        while (flight != null && flight.isAbandoned) {
            if (!flight.line.park(null, deadlineMs)) {
                throw flight.line.missed();
            }
            flight = flights.get(key);
        }
        if (flight == null) {
            flight = new Flight(key);
            flight.callers++;
            flight.begin(code);
        } else {
            flight.callers++;
        }
        flight.await(deadlineMs);
        if (flight.thrown != null) {
            throw Flights.<X>sneak(flight.thrown);
        }
        return flight.result;
    }

    private void checkNotWithin(Flight flight) {
        if (flight != null && Mill.self().equals(flight.coroutine)) {
            throw new MillPanic("call " + flight + ": its code would wait for its own end; call with another key");
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }

    /// Counts the calls under way.
    ///
    /// @return how many keys there are just now
    public int size() {
        door.enterToLook();
        return flights.size();
    }

    /// Gives `flights users, 3 under way`. Any thread may call it.
    @Override
    public String toString() {
        return Naming.of("flights", name) + ", " + flights.size() + " under way";
    }

    /// One call.
    private final class Flight {
        private final ParkingLot line = new ParkingLot(Verb.CALL, this);
        private final K key;
        private Coroutine coroutine; // In which the code runs; null = it has not begun
        private int callers; // Those who wait, or are about to.
        private boolean isAbandoned; // The last caller has gone, and it is cancelled.
        private boolean hasEnded;
        private V result;
        private Throwable thrown; // null = nothing

        Flight(K key) {
            this.key = key;
        }

        /// Runs the code up to its first wait.
        void begin(Callable<? extends V> code) {
            flights.put(key, this);
            try {
                Mill.go(toString(), () -> run(code));
            } catch (Throwable t) {
                if (coroutine == null) {
                    flights.remove(key); // It was not started.
                }
                throw t;
            }
        }

        private void run(Callable<? extends V> code) {
            coroutine = Mill.self();
            try {
                result = code.call();
            } catch (Throwable t) {
                thrown = t; // For the callers; nobody else wants it.
            }
            hasEnded = true;
            flights.remove(key);
            line.unparkAll();
        }

        void await(long deadlineMs) {
            if (hasEnded) {
                line.completed();
                return;
            }
            boolean woken = false;
            try {
                woken = line.park(null, deadlineMs);
                if (!woken) {
                    throw line.missed();
                }
            } finally {
                callers--;
                if (!woken && callers == 0 && !hasEnded) {
                    isAbandoned = true;
                    coroutine.cancel();
                }
            }
        }

        /// Gives `flight of users 17`.
        @Override
        public String toString() {
            return "flight " + (name.isEmpty() ? "" : "of " + name + " ") + key;
        }
    }
}
