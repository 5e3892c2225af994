package org.jmill.test.sim;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jmill.Signal;
import org.jmill.world.Poller;
import org.jmill.world.Subject;

/// Moves the time when nobody can run.
///
/// A wait that only another thread can end is a real one: on the VIRTUAL engine a coroutine may be blocked in Java
/// code.
public final class SimPoller implements Poller {
    private final Agenda agenda;
    private final Outward.Descriptors descriptors;
    private final SimWorkers workers;
    private final ArrayDeque<Signal> settlers = new ArrayDeque<>(); // Who waits until nobody can run just now.
    private Signal last; // Who waits until nobody can run ever again; null = nobody does.
    private int jumpsLeft = Integer.MAX_VALUE; // Of the time, until `last` is woken in any case.
    private volatile Thread sleeper;
    private volatile boolean woken;

    SimPoller(Agenda agenda, Outward.Descriptors descriptors, SimWorkers workers) {
        this.agenda = agenda;
        this.descriptors = descriptors;
        this.workers = workers;
    }

    /// Raises a signal when nobody can run, before the time moves.
    public void whenStill(Signal signal) {
        settlers.add(signal);
    }

    /// Raises a signal when nobody can run, and nothing is to come; in any case when the time has moved so often.
    public void whenOver(Signal signal, int jumpsMax) {
        last = signal;
        jumpsLeft = jumpsMax;
    }

    /// Whether somebody waits until nobody can run just now.
    boolean hasSettlers() {
        return !settlers.isEmpty();
    }

    /// Nobody can run just now: wakes one of those who wait for that.
    ///
    /// @return whether there was any
    boolean settles() {
        Signal settler = settlers.poll();
        if (settler != null) {
            settler.raise();
        }
        return settler != null;
    }

    /// Nobody can run, and the time is about to move, unless nothing is to come: wakes who waits for the end.
    ///
    /// @return whether somebody was woken
    boolean isOver(boolean nothingToCome) {
        if (last == null || (!nothingToCome && --jumpsLeft >= 0)) {
            return false;
        }
        last.raise();
        last = null;
        return true;
    }

    @Override
    public void poll(long timeoutNs, Ready ready) {
        boolean come = come(ready);
        if (timeoutNs == 0 || come) {
            return;
        }
        if (settles() || workers.finishOne()) {
            return;
        }
        long next = agenda.nextNs();
        boolean nothingToCome = timeoutNs < 0 && next == Long.MAX_VALUE;
        if (isOver(nothingToCome)) {
            return;
        }
        if (nothingToCome) {
            sleep();
        } else {
            long due = timeoutNs < 0 ? Long.MAX_VALUE : agenda.nowNs() + timeoutNs;
            agenda.advanceTo(Math.min(next, due < 0 ? Long.MAX_VALUE : due));
            come(ready);
        }
    }

    /// What has come by now.
    private boolean come(Ready ready) {
        boolean any = agenda.runDue();
        return descriptors.serve(ready) | any;
    }

    private void sleep() {
        while (!woken && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
        }
        woken = false;
    }

    @Override
    public boolean mayWake() {
        return descriptors.isAnyReady()
                || !settlers.isEmpty()
                || last != null
                || workers.isBusy()
                || agenda.nextNs() != Long.MAX_VALUE;
    }

    @Override
    public void aboutToWait() {
        sleeper = Thread.currentThread();
    }

    @Override
    public void wakeUp() {
        woken = true;
        LockSupport.unpark(sleeper);
    }

    @Override
    public Interest await(SelectableChannel channel, int events, Subject waiter) throws IOException {
        return descriptors.await(channel, events, waiter);
    }

    @Override
    public Subject waiter(SelectableChannel channel, int events) {
        return descriptors.waiter(channel, events);
    }

    @Override
    public int waiters() {
        return descriptors.waiters();
    }

    @Override
    public void forget(SelectableChannel channel, Ready ready) {
        descriptors.forget(channel, ready);
    }

    @Override
    public long sleepCostNs() {
        return 0;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
