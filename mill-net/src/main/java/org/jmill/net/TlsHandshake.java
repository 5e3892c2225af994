package org.jmill.net;

import static org.jmill.Mill.FDW_IN;
import static org.jmill.Mill.FDW_OUT;

import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// The steps of a TLS handshake, as the engine asks for them. One that was left at a deadline goes on where it was.
///
/// An engine that neither takes nor gives a byte, and whose status stays what it was, would do so for
/// ever: that is a failure, as it is in [TlsTransport].
final class TlsHandshake {
    private final SSLEngine engine;
    private final TlsRecords records;
    private final TlsTasks tasks;
    private StreamSocket socket; // Whose steps are made just now, and what for.
    private String verb;
    private long deadlineMs;

    TlsHandshake(SSLEngine engine, TlsRecords records, TlsTasks tasks) {
        this.engine = engine;
        this.records = records;
        this.tasks = tasks;
    }

    /// Goes on until it is over.
    ///
    /// @throws SSLException if it has failed
    /// @throws IOException if the deadline has passed, or the connection is broken or closed
    void run(StreamSocket itsSocket, String itsVerb, long itsDeadlineMs) throws IOException {
        socket = itsSocket;
        verb = itsVerb;
        deadlineMs = itsDeadlineMs;
        while (true) {
            awaitTasks();
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    if (!tasks.start("handshake " + socket)) {
                        throw TlsTransport.standstill(engine);
                    }
                }
                case NEED_WRAP -> wrap();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    pushAll();
                    if (!records.unwrapHandshake()) {
                        fetch();
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    pushAll();
                    return;
                }
            }
        }
    }

    private void awaitTasks() throws IOException {
        if (!tasks.await(deadlineMs)) {
            throw Failures.timeout(verb + " " + socket, 0, Failures.NONE);
        }
        if (!socket.isOpen()) {
            throw Failures.closedMeanwhile(verb + " " + socket, 0, Failures.NONE);
        }
        tasks.check();
    }

    private void wrap() throws IOException {
        boolean room = !records.hasOutput();
        if (!records.wrapNothing()) {
            if (room && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                throw TlsTransport.standstill(engine);
            }
            pushAll();
        }
    }

    private void fetch() throws IOException {
        int n;
        while ((n = fill()) == 0) {
            socket.await(FDW_IN, verb, 0, deadlineMs);
        }
        if (n < 0) {
            throw new SSLException("peer ended the connection");
        }
    }

    private int fill() throws IOException {
        try {
            return records.fill();
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void pushAll() throws IOException {
        while (!push()) {
            socket.await(FDW_OUT, verb, 0, deadlineMs);
        }
    }

    private boolean push() throws IOException {
        try {
            return records.push();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private IOException broken(IOException e) {
        socket.broke();
        return Failures.broken(verb + " " + socket, e, 0, Failures.NONE);
    }
}
