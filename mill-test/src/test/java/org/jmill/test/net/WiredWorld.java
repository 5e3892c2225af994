package org.jmill.test.net;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.FileSystem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jmill.Body;
import org.jmill.Coroutine;
import org.jmill.CoroutineLocal;
import org.jmill.Mill;
import org.jmill.test.sim.Agenda;
import org.jmill.world.Names;
import org.jmill.world.Poller;
import org.jmill.world.Subject;
import org.jmill.world.Workers;
import org.jmill.world.World;

/// A world of one mill with a simulated network, in virtual time, for tests of the network alone. Workers run at once.
public final class WiredWorld implements World, Workers {
    final Agenda agenda = new Agenda();
    final StubDecider decider = new StubDecider();
    final Net net = new Net(agenda, decider, this::here);
    private final Readiness readiness = new Readiness(net);
    private final FileSystem files;
    private final CoroutineLocal<Host> here = CoroutineLocal.inherited();

    /// @param files null: those of this machine
    WiredWorld(FileSystem files) {
        this.files = files == null ? World.super.files() : files;
        net.add("localhost").disk(this.files);
        net.conditions().buffers(1 << 18); // So that what fits a kernel fits here.
    }

    /// A world whose files are those of this machine.
    public WiredWorld() {
        this(null);
    }

    private Host here() {
        return here.get();
    }

    /// Starts a part of a program on a host.
    Coroutine go(Host host, Body<? extends Exception> part) {
        return Mill.go(host.name(), () -> here.where(host, part));
    }

    @Override
    public long nanoTime() {
        return agenda.nowNs();
    }

    @Override
    public SelectorProvider sockets() {
        return net.provider();
    }

    @Override
    public Names names() {
        return net.names();
    }

    @Override
    public FileSystem files() {
        return files;
    }

    @Override
    public Workers workers() {
        return this;
    }

    @Override
    public Future<?> submit(Kind kind, Runnable code) {
        code.run();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Load load(Kind kind) {
        return new Load(0, 1, 0);
    }

    @Override
    public Poller poller() {
        return new Waiting();
    }

    @Override
    public String toString() {
        return "wired world";
    }

    /// Waits in virtual time; where nothing is to happen, for other threads.
    private final class Waiting implements Poller {
        private volatile Thread waiter;
        private volatile boolean woken;

        @Override
        public void poll(long timeoutNs, Ready ready) {
            agenda.runDue();
            if (readiness.serve(ready) || timeoutNs == 0) {
                return;
            }
            long untilNs = timeoutNs < 0 ? Long.MAX_VALUE : agenda.nowNs() + timeoutNs;
            long next = Math.min(untilNs, agenda.nextNs());
            if (next < Long.MAX_VALUE) {
                agenda.advanceTo(next);
                agenda.runDue();
                readiness.serve(ready);
            } else {
                while (!woken && !Thread.currentThread().isInterrupted()) {
                    LockSupport.park(this);
                }
            }
            woken = false;
        }

        @Override
        public void aboutToWait() {
            waiter = Thread.currentThread();
        }

        @Override
        public void wakeUp() {
            woken = true;
            LockSupport.unpark(waiter);
        }

        @Override
        public Interest await(SelectableChannel channel, int events, Subject subject) throws IOException {
            return readiness.await(channel, events, subject);
        }

        @Override
        public Subject waiter(SelectableChannel channel, int events) {
            return readiness.waiter(channel, events);
        }

        @Override
        public int waiters() {
            return readiness.waiters();
        }

        @Override
        public void forget(SelectableChannel channel, Ready ready) {
            readiness.forget(channel, ready);
        }

        @Override
        public long sleepCostNs() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
