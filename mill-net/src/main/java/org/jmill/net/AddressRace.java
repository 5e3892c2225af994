package org.jmill.net;

import static org.jmill.Mill.now;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Mill;

/// Connects to whichever of several addresses answers first: the happy eyeballs of RFC 8305,
/// section 5. Each attempt is a coroutine; the next one starts when one has failed, or after
/// [#STAGGER_MS].
///
/// Invariant I1: a connection that an attempt has made is either returned or closed.
final class AddressRace {
    /// What RFC 8305 recommends between two attempts.
    static final long STAGGER_MS = 250;

    private final List<IpAddr> addresses;
    private final SocketOptions options;
    private final long deadlineMs;
    private final Chan<Object> outcomes; // A SocketChannel or the failure of each attempt.
    private final List<Coroutine> attempts = new ArrayList<>();
    private IOException failure; // The first; the others are suppressed in it.
    private boolean over; // An attempt that connects now is too late.

    private AddressRace(List<IpAddr> addresses, SocketOptions options, long deadlineMs) {
        this.addresses = addresses;
        this.options = options;
        this.deadlineMs = deadlineMs;
        this.outcomes = Chan.make(addresses.size());
    }

    static SocketChannel run(List<IpAddr> addresses, SocketOptions options, long deadlineMs) throws IOException {
        AddressRace race = new AddressRace(addresses, options, deadlineMs);
        SocketChannel winner = null;
        try {
            winner = race.winner();
            return winner;
        } finally {
            race.end();
        }
    }

    private SocketChannel winner() throws IOException {
        int failed = 0;
        while (failed < addresses.size()) {
            if (failed == attempts.size()) {
                start(); // None is under way.
            }
            switch (nextOutcome()) {
                case SocketChannel connected -> {
                    return connected;
                }
                case IOException e -> {
                    note(e);
                    failed++;
                    start();
                }
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> start();
            }
        }
        throw failure;
    }

    private void start() {
        if (attempts.size() < addresses.size()) {
            IpAddr address = addresses.get(attempts.size());
            // Its place is taken before it runs, which is at once.
            attempts.add(null);
            int place = attempts.size() - 1;
            attempts.set(place, Mill.go("connect " + address, () -> attempt(address)));
        }
    }

    private void attempt(IpAddr address) throws IOException {
        SocketChannel connected = null;
        try {
            connected = Connector.connectToOne(address, options, deadlineMs);
            if (!over) {
                outcomes.send(connected);
                connected = null; // I1
            }
        } catch (CancelledException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) { // What must not end the mill is told who waits.
            outcomes.send(e);
        } finally {
            if (connected != null) {
                Connector.drop(connected);
            }
        }
    }

    /// What an attempt has come to, or null when it is time for the next one.
    private Object nextOutcome() {
        long until = -1;
        if (attempts.size() < addresses.size()) {
            until = now() + STAGGER_MS;
        }
        try {
            return outcomes.receive(until);
        } catch (DeadlineException e) {
            return null;
        }
    }

    private void note(IOException e) {
        if (failure == null) {
            failure = e;
        } else {
            failure.addSuppressed(e);
        }
    }

    /// Stops the attempts that are under way and closes what came too late.
    private void end() throws IOException {
        over = true;
        for (Coroutine attempt : attempts) {
            attempt.cancel();
        }
        while (outcomes.tryReceive() instanceof org.jmill.Received.Value<Object>(Object late)) {
            if (late instanceof SocketChannel connected) {
                Connector.drop(connected);
            }
        }
    }
}
