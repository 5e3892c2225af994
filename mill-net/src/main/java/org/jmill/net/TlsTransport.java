package org.jmill.net;

import static org.jmill.Mill.FDW_IN;
import static org.jmill.Mill.FDW_OUT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jmill.Chan;
import org.jmill.DeadlineException;

/// TLS between the stream and the channel.
///
/// The handshake belongs to the first coroutine that needs it; a second one waits for its end, and
/// goes on with it if the first gave up at its deadline. After it, reading and writing are
/// independent. What the peer asks for in passing (new keys, RFC 8446 section 4.6.3) is answered by
/// the reader without waiting: what does not go out at once goes with the next write. A peer that
/// wants to negotiate anew, as TLS 1.2 allows, is refused, and with it the connection: the engine is
/// in the midst of a handshake then, and encrypts nothing more.
///
/// An engine that neither takes nor gives a byte, and whose status stays what it was, would do so for
/// ever: that is a failure, wherever there is a loop around it.
///
/// Invariants:
/// - I1 before `established`, only the coroutine that shakes hands touches the engine and the records; nor
///   does it while tasks of the engine are under way, which may be those that another one has left.
/// - I2 once `failure` is set, no byte of the callers goes through the engine any more.
final class TlsTransport implements Transport {
    private final SocketChannel channel;
    private final SSLEngine engine;
    private final TlsRecords records;
    private final TlsTasks tasks;
    private boolean established;
    private boolean begun;
    private SSLException refusal; // Why the handshake failed.
    private SSLException failure; // What has ended the session; null: nothing. I2
    private Chan<Object> handshake; // Under way; done when it is over, either way.
    private boolean inputEnded; // By close_notify, or by shutdownInput.
    private boolean inputCutOff; // By neither: that is told at each read. The other direction may be whole.
    private boolean outputEnded;

    TlsTransport(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        this.records = new TlsRecords(channel, engine);
        this.tasks = new TlsTasks(engine);
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    SSLEngine engine() {
        return engine;
    }

    boolean isEstablished() {
        return established;
    }

    // ---- the handshake
    // ---------------------------------------------------------------------------

    @Override
    public void establish(StreamSocket socket, String verb, long deadlineMs) throws IOException {
        while (!established) {
            if (refusal != null) {
                throw refused(socket, verb, refusal);
            }
            if (tasks.areBrokenOff()) { // Else the socket were closed.
                refusal = new SSLException("its mill has ended");
                socket.broke();
            } else if (handshake == null) {
                shakeHands(socket, verb, deadlineMs);
            } else {
                awaitOther(socket, verb, deadlineMs);
            }
        }
    }

    private void awaitOther(StreamSocket socket, String verb, long deadlineMs) throws IOException {
        try {
            handshake.receive(deadlineMs);
        } catch (DeadlineException e) {
            throw Failures.timeout(verb + " " + socket, 0, Failures.NONE);
        }
        if (!socket.isOpen()) {
            throw Failures.closedMeanwhile(verb + " " + socket, 0, Failures.NONE);
        }
    }

    private void shakeHands(StreamSocket socket, String verb, long deadlineMs) throws IOException {
        Chan<Object> underWay = Chan.make(0);
        handshake = underWay;
        try {
            steps(socket, verb, deadlineMs);
            established = true;
        } catch (SSLException e) {
            refusal = e;
            socket.broke();
            sendAlert();
            throw refused(socket, verb, e);
        } finally {
            handshake = null;
            underWay.done();
        }
    }

    private static SSLException refused(StreamSocket socket, String verb, SSLException cause) {
        SSLException failure =
                new SSLHandshakeException(verb + " " + socket + ": handshake failed: " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    private void steps(StreamSocket socket, String verb, long deadlineMs) throws IOException {
        if (!begun) {
            begun = true;
            engine.beginHandshake();
        }
        while (true) {
            awaitTasks(socket, verb, deadlineMs);
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    if (!tasks.start("handshake " + socket)) {
                        throw standstill();
                    }
                }
                case NEED_WRAP -> {
                    boolean room = !records.hasOutput();
                    if (!records.wrapNothing()) {
                        if (room && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                            throw standstill();
                        }
                        pushAll(socket, verb, deadlineMs);
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    pushAll(socket, verb, deadlineMs);
                    if (!records.unwrapHandshake()) {
                        fetch(socket, verb, deadlineMs);
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    pushAll(socket, verb, deadlineMs);
                    return;
                }
            }
        }
    }

    private void awaitTasks(StreamSocket socket, String verb, long deadlineMs) throws IOException {
        if (!tasks.await(deadlineMs)) {
            throw Failures.timeout(verb + " " + socket, 0, Failures.NONE);
        }
        if (!socket.isOpen()) {
            throw Failures.closedMeanwhile(verb + " " + socket, 0, Failures.NONE);
        }
    }

    private void fetch(StreamSocket socket, String verb, long deadlineMs) throws IOException {
        int n;
        while ((n = guardedFill(socket, verb)) == 0) {
            socket.await(FDW_IN, verb, 0, deadlineMs);
        }
        if (n < 0) {
            throw new SSLException("peer ended the connection");
        }
    }

    private int guardedFill(StreamSocket socket, String verb) throws IOException {
        try {
            return records.fill();
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) {
            throw broken(socket, verb, e);
        }
    }

    private void pushAll(StreamSocket socket, String verb, long deadlineMs) throws IOException {
        while (!guardedPush(socket, verb)) {
            socket.await(FDW_OUT, verb, 0, deadlineMs);
        }
    }

    private boolean guardedPush(StreamSocket socket, String verb) throws IOException {
        try {
            return records.push();
        } catch (IOException e) {
            throw broken(socket, verb, e);
        }
    }

    private static IOException broken(StreamSocket socket, String verb, IOException e) {
        socket.broke();
        return Failures.broken(verb + " " + socket, e, 0, Failures.NONE);
    }

    /// Tells the peer why, if that goes without waiting.
    private void sendAlert() {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && records.wrapNothing()) {
                records.push();
            }
        } catch (IOException e) {
            // The first failure is the one to tell.
        }
    }

    // ---- reading
    // ---------------------------------------------------------------------------------

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (records.hasPlain()) {
            return records.readPlain(target);
        }
        throwFailure();
        int n;
        try {
            n = decrypt(target);
        } catch (SSLException e) {
            throw fail(e);
        }
        if (n < 0 && inputCutOff) {
            throw new SSLException("stream was cut off without close_notify");
        }
        return n;
    }

    private int decrypt(ByteBuffer target) throws IOException {
        while (!inputEnded && !inputCutOff) {
            if (records.hasInput()) {
                int before = target.position();
                if (!unwrap(target)) {
                    return -1;
                }
                if (target.position() > before) {
                    return target.position() - before;
                }
            }
            int n = records.fill();
            if (n == 0) {
                return 0;
            }
            inputCutOff = n < 0 && !inputEnded;
        }
        return -1;
    }

    /// Decrypts until there is something, or too little is left. Returns false at the end.
    private boolean unwrap(ByteBuffer target) throws IOException {
        while (records.hasInput()) {
            SSLEngineResult result = records.unwrap(target);
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                inputEnded = true;
                return false;
            }
            answer(result.getHandshakeStatus());
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                throw new SSLException("record is too large");
            }
            if (stoodStill(result)) {
                throw standstill();
            }
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW || result.bytesProduced() > 0) {
                break;
            }
        }
        return true;
    }

    /// What the peer has asked for in passing.
    private void answer(HandshakeStatus status) throws IOException {
        if (status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED) {
            return;
        }
        if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
            if (engine.isInboundDone()) {
                return; // It is the answer to close_notify.
            }
            engine.closeOutbound();
            throw new SSLException("peer wants to negotiate anew, which is refused");
        }
        if (status == HandshakeStatus.NEED_TASK) {
            tasks.start("answer");
            tasks.await(-1);
        }
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && records.wrapNothing()) {
            records.push();
        }
    }

    /// Whether unwrapping the same once more would do nothing again.
    private boolean stoodStill(SSLEngineResult result) {
        return result.getStatus() == SSLEngineResult.Status.OK
                && result.bytesConsumed() == 0
                && result.bytesProduced() == 0
                && result.getHandshakeStatus() == engine.getHandshakeStatus();
    }

    private SSLException standstill() {
        return new SSLException("engine makes no progress, its status is " + engine.getHandshakeStatus());
    }

    // ---- the session's failure
    // -------------------------------------------------------------------

    /// Notes what has ended the session, so that each later call is told it too; and tells the peer.
    private SSLException fail(SSLException cause) {
        failure = cause;
        sendAlert();
        return cause;
    }

    private void throwFailure() throws SSLException {
        if (failure != null) {
            throw failure;
        }
    }

    // ---- writing
    // ---------------------------------------------------------------------------------

    @Override
    public boolean hasRecords() {
        return true;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        throwFailure();
        if (!records.push()) {
            return 0;
        }
        int before = source.position();
        while (source.position() == before && source.hasRemaining()) {
            SSLEngineResult result = wrap(source);
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                throw new SSLException("peer has ended the session");
            }
            if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                throw fail(standstill());
            }
            if (!records.push() && source.position() == before) {
                return 0;
            }
        }
        return source.position() - before;
    }

    private SSLEngineResult wrap(ByteBuffer source) throws IOException {
        try {
            return records.wrap(source);
        } catch (SSLException e) {
            throw fail(e);
        }
    }

    @Override
    public boolean holdsOutput() {
        return established && records.hasOutput(); // I1
    }

    // ---- ending
    // ----------------------------------------------------------------------------------

    @Override
    public void shutdownInput() throws IOException {
        inputEnded = true;
        channel.shutdownInput();
    }

    @Override
    public void endOutput() throws IOException {
        if (established && !outputEnded) {
            outputEnded = true;
            engine.closeOutbound();
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && records.wrapNothing()) {
                records.push();
            }
        }
    }

    @Override
    public void finishOutput() throws IOException {
        channel.shutdownOutput();
    }

    /// Of what a peer sends, the caller does not see all: a server of TLS 1.3 sends tickets after the
    /// handshake, and each peer its `close_notify`.
    @Override
    public boolean expectsMore() {
        return outputEnded && !inputEnded;
    }

    @Override
    public void release() {
        tasks.breakOff();
        records.release();
    }
}
