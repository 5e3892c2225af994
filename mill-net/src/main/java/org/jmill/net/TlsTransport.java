package org.jmill.net;

import static org.jmill.Mill.FDW_ERR;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// TLS between the stream and another transport.
///
/// The handshake belongs to the first coroutine that needs it; a second one waits for its end, and
/// goes on with it if the first gave up at its deadline. After it, reading and writing are
/// independent. What the peer asks for in passing (new keys, RFC 8446 section 4.6.3) is answered by
/// the reader without waiting: what does not go out at once goes with the next write, and what the engine wants
/// done elsewhere is waited for as bytes are, by [#await]. A peer that wants to negotiate anew, as TLS 1.2
/// allows, is refused, and with it the connection: the engine is in the midst of a handshake then, and encrypts
/// nothing more.
///
/// An engine that neither takes nor gives a byte, and whose status stays what it was, would do so for
/// ever: that is a failure, wherever there is a loop around it.
///
/// Invariants:
/// - I1 before ESTABLISHED, only the coroutine that shakes hands touches the engine and the records; and nobody
///   does while tasks of the engine are under way.
/// - I2 in FAILED, no byte of the callers goes through the engine any more.
final class TlsTransport implements Transport {
    /// What the session has come to.
    ///
    /// | from | to | cause |
    /// |---|---|---|
    /// | NEW, PAUSED | SHAKING | a coroutine needs the session |
    /// | SHAKING | PAUSED | it has given up: its deadline, a cancellation, a broken connection |
    /// | SHAKING | ESTABLISHED | the two have agreed |
    /// | SHAKING | REFUSED | one of them does not agree |
    /// | ESTABLISHED | ANSWERING | what the peer asks for in passing has the engine want something done elsewhere |
    /// | ANSWERING | ESTABLISHED | that is done |
    /// | ESTABLISHED, ANSWERING | FAILED | a record that is not what it should be; told at each later call |
    private enum Session {
        NEW,
        SHAKING,
        PAUSED,
        ESTABLISHED,
        ANSWERING,
        REFUSED,
        FAILED
    }

    /// What can be expected of the peer.
    ///
    /// | from | to | cause |
    /// |---|---|---|
    /// | OPEN | ENDED | its `close_notify` |
    /// | OPEN | CUT_OFF | the stream below has ended without one: told at each read, the other way may be whole |
    /// | OPEN | SHUT | a shutdown of the input here: bytes may come, and are not wanted |
    /// | CUT_OFF | ENDED | a shutdown of the input |
    private enum Input {
        OPEN,
        SHUT,
        ENDED,
        CUT_OFF
    }

    /// OPEN becomes ENDED by [#endOutput], which sends `close_notify`.
    private enum Output {
        OPEN,
        ENDED
    }

    private final Transport below;
    private final SSLEngine engine;
    private final TlsRecords records;
    private final TlsTasks tasks;
    private final Bell over = new Bell(); // Rung when the one who shakes hands has done with it, either way.
    private Session session = Session.NEW;
    private Input input = Input.OPEN;
    private Output output = Output.OPEN;
    private TlsHandshake handshake; // null: once it is ESTABLISHED.
    private SSLException cause; // Of REFUSED and FAILED.

    /// @param ahead what was read from below already; null: nothing
    TlsTransport(Transport below, SSLEngine engine, @Nullable ByteBuffer ahead) {
        this.below = below;
        this.engine = engine;
        this.records = new TlsRecords(below, engine, ahead);
        this.tasks = new TlsTasks(engine);
        this.handshake = new TlsHandshake(engine, records, tasks);
    }

    @Override
    public SocketChannel channel() {
        return below.channel();
    }

    SSLEngine engine() {
        return engine;
    }

    boolean isEstablished() {
        return switch (session) {
            case NEW, SHAKING, PAUSED, REFUSED -> false;
            case ESTABLISHED, ANSWERING, FAILED -> true;
        };
    }

    // ---- the handshake
    // ---------------------------------------------------------------------------

    @Override
    public void establish(StreamSocket socket, String verb, long deadlineMs) throws IOException {
        while (!isEstablished()) {
            switch (session) {
                case REFUSED -> throw refused(socket, verb);
                case SHAKING -> awaitOther(socket, verb, deadlineMs);
                default -> shakeHands(socket, verb, deadlineMs);
            }
        }
    }

    private void awaitOther(StreamSocket socket, String verb, long deadlineMs) throws IOException {
        if (!over.await(deadlineMs)) {
            throw Failures.timeout(verb + " " + socket, 0, Failures.NONE);
        }
        if (!socket.isOpen()) {
            throw Failures.closedMeanwhile(verb + " " + socket, 0, Failures.NONE);
        }
    }

    private void shakeHands(StreamSocket socket, String verb, long deadlineMs) throws IOException {
        boolean fresh = session == Session.NEW;
        session = Session.SHAKING;
        try {
            below.establish(socket, verb, deadlineMs);
            if (fresh) {
                engine.beginHandshake();
            }
            handshake.run(socket, verb, deadlineMs);
            handshake = null;
            session = Session.ESTABLISHED;
        } catch (SSLException e) {
            session = Session.REFUSED;
            cause = e;
            socket.broke();
            sendAlert();
            throw refused(socket, verb);
        } finally {
            if (session == Session.SHAKING) {
                session = Session.PAUSED;
            }
            over.ring();
        }
    }

    private SSLException refused(StreamSocket socket, String verb) {
        String told = verb + " " + socket + ": handshake failed: " + cause.getMessage();
        SSLException failure = new SSLHandshakeException(told);
        failure.initCause(Failures.news(told, cause));
        return failure;
    }

    /// Tells the peer why, as far as that goes without waiting.
    private void sendAlert() {
        try {
            pushFarewell();
        } catch (IOException e) {
            // The first failure is the one to tell.
        }
    }

    /// An alert; what does not go out at once is left for the close.
    @Override
    public boolean pushFarewell() throws IOException {
        if (tasks.areUnderWay()) {
            return true; // I1
        }
        pushNews();
        return records.push();
    }

    /// Has the engine say what it has to say of itself.
    private void pushNews() throws IOException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && records.wrapNothing()) {
            records.push();
        }
    }

    // ---- waiting
    // ---------------------------------------------------------------------------------

    @Override
    public boolean waitsForChannel() {
        return session != Session.ANSWERING && below.waitsForChannel();
    }

    @Override
    public int await(int events, long deadlineMs) {
        if (session != Session.ANSWERING) {
            return below.await(events, deadlineMs);
        }
        if (!tasks.await(deadlineMs)) {
            return 0;
        }
        return below.isOpen() ? events : events | FDW_ERR;
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
        if (n < 0 && input == Input.CUT_OFF) {
            throw new SSLException("stream was cut off without close_notify");
        }
        return n;
    }

    private int decrypt(ByteBuffer target) throws IOException {
        while (input == Input.OPEN) {
            if (isBusy()) {
                return 0;
            }
            if (records.hasInput()) {
                int before = target.position();
                unwrap(target);
                if (target.position() > before) {
                    return target.position() - before;
                }
                if (input != Input.OPEN || session == Session.ANSWERING) {
                    continue;
                }
            }
            int n = records.fill();
            if (n == 0) {
                return 0;
            }
            if (n < 0) {
                input = Input.CUT_OFF;
            }
        }
        return -1;
    }

    /// Decrypts until there is something, or too little is left.
    private void unwrap(ByteBuffer target) throws IOException {
        while (records.hasInput() && session != Session.ANSWERING) {
            SSLEngineResult result = records.unwrap(target);
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                input = Input.ENDED;
                return;
            }
            answer(result.getHandshakeStatus());
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                throw new SSLException("record is too large");
            }
            if (stoodStill(result)) {
                throw standstill(engine);
            }
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW || result.bytesProduced() > 0) {
                return;
            }
        }
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
            session = Session.ANSWERING; // Before: others run as the work begins.
            if (!tasks.start("answer")) {
                throw standstill(engine);
            }
        } else if (status == HandshakeStatus.NEED_WRAP && records.wrapNothing()) {
            records.push();
        }
    }

    /// Whether the engine works for an answer, so that nobody may touch it. I1
    private boolean isBusy() throws IOException {
        if (session == Session.ANSWERING) {
            tasks.check();
            if (!tasks.areUnderWay()) {
                session = Session.ESTABLISHED;
                answer(engine.getHandshakeStatus());
            }
        }
        return session == Session.ANSWERING;
    }

    /// Whether unwrapping the same once more would do nothing again.
    private boolean stoodStill(SSLEngineResult result) {
        return result.getStatus() == SSLEngineResult.Status.OK
                && result.bytesConsumed() == 0
                && result.bytesProduced() == 0
                && session != Session.ANSWERING
                && result.getHandshakeStatus() == engine.getHandshakeStatus();
    }

    static SSLException standstill(SSLEngine engine) {
        return new SSLException("engine makes no progress, its status is " + engine.getHandshakeStatus());
    }

    // ---- the session's failure
    // -------------------------------------------------------------------

    /// Notes what has ended the session, so that each later call is told it too; and tells the peer.
    private SSLException fail(SSLException why) {
        session = Session.FAILED;
        cause = why;
        sendAlert();
        return why;
    }

    private void throwFailure() throws SSLException {
        if (session == Session.FAILED) {
            throw cause; // I2
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
        if (!isReadyToWrite()) {
            return 0;
        }
        int before = source.position();
        while (source.position() == before && source.hasRemaining()) {
            SSLEngineResult result = wrap(source);
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                throw new SSLException("peer has ended the session");
            }
            if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                throw fail(standstill(engine));
            }
            if (!records.push() && source.position() == before) {
                return 0;
            }
        }
        return source.position() - before;
    }

    private boolean isReadyToWrite() throws IOException {
        try {
            return !isBusy() && records.push();
        } catch (SSLException e) {
            throw fail(e);
        }
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
        return isEstablished() && (session == Session.ANSWERING || records.hasOutput()); // I1
    }

    // ---- ending
    // ----------------------------------------------------------------------------------

    @Override
    public void shutdownInput(boolean awaited) throws IOException {
        input = input == Input.OPEN ? Input.SHUT : Input.ENDED;
        below.shutdownInput(awaited);
    }

    @Override
    public boolean endOutput() throws IOException {
        if (isBusy()) {
            return false;
        }
        if (isEstablished() && output == Output.OPEN) {
            output = Output.ENDED;
            engine.closeOutbound();
            pushNews();
        }
        return !holdsOutput() && below.endOutput();
    }

    @Override
    public void finishOutput() throws IOException {
        below.finishOutput();
    }

    /// Of what a peer sends, the caller does not see all: a server of TLS 1.3 sends tickets after the
    /// handshake, and each peer its `close_notify`.
    @Override
    public boolean expectsMore() {
        return (input == Input.OPEN || input == Input.SHUT) && below.expectsMore();
    }

    @Override
    public void clean() {
        below.clean();
    }

    @Override
    public void release() {
        tasks.breakOff();
        records.release();
        below.release();
    }

    @Override
    public boolean isOpen() {
        return below.isOpen();
    }

    @Override
    public void close() throws IOException {
        below.close();
    }
}
