package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;

/// What the peer asks for after the handshake, where the engine wants the answer worked out elsewhere: the JDK's
/// never does, another provider's may. The engine here is a mere copier: `?` asks for such work, and is answered
/// by `!`. The time is virtual; who waits for the worker has no deadline.
class TlsAnswerTest {
    /// TLS 1.3 without a handshake; each byte is a record.
    private static final class Copier extends RefusingEngine {
        final CountDownLatch work = new CountDownLatch(1);
        private HandshakeStatus status = HandshakeStatus.NOT_HANDSHAKING;
        private boolean failing;

        @Override
        public void beginHandshake() {}

        @Override
        public HandshakeStatus getHandshakeStatus() {
            return status;
        }

        @Override
        public Runnable getDelegatedTask() {
            if (status != HandshakeStatus.NEED_TASK) {
                return null;
            }
            return () -> {
                try {
                    work.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                status = HandshakeStatus.NEED_WRAP;
                if (failing) {
                    throw new IllegalStateException("work has failed");
                }
            };
        }

        @Override
        public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer target) {
            assertFalse(status == HandshakeStatus.NEED_TASK, "the engine is busy");
            byte b = source.get();
            if (b == '?') {
                status = HandshakeStatus.NEED_TASK;
                return new SSLEngineResult(Status.OK, status, 1, 0);
            }
            target.put(b);
            return new SSLEngineResult(Status.OK, status, 1, 1);
        }

        @Override
        public SSLEngineResult wrap(ByteBuffer source, ByteBuffer target) {
            assertFalse(status == HandshakeStatus.NEED_TASK, "the engine is busy");
            if (status == HandshakeStatus.NEED_WRAP) {
                status = HandshakeStatus.NOT_HANDSHAKING;
                target.put((byte) '!');
                return new SSLEngineResult(Status.OK, status, 0, 1);
            }
            int n = source.remaining();
            target.put(source);
            return new SSLEngineResult(Status.OK, status, n, n);
        }

        @Override
        public void closeOutbound() {}
    }

    private record Ends(Copier engine, TlsSocket tls, MemorySocket peer) {
        static Ends open() throws Exception {
            MemorySocket[] pair = MemorySocket.pair();
            Copier engine = new Copier();
            return new Ends(engine, TlsSocket.on(pair[0], "test", engine), pair[1]);
        }

        void ask(String text) throws Exception {
            peer.send(bytes(text), text.length(), -1);
            peer.flush(-1);
        }

        String heard(int count) throws Exception {
            byte[] buf = new byte[count];
            peer.recv(buf, count, -1);
            return text(buf, count);
        }
    }

    @EveryEngine
    void readerWaitsForTheWorkOnlyUntilItsDeadline(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            Ends e = Ends.open();
            e.ask("?x");
            byte[] buf = new byte[1];
            Failing.timesOut(() -> e.tls.recv(buf, 1, 0));
            Failing.timesOut(() -> e.tls.recv(buf, 1, in(10)));
            e.engine.work.countDown();
            e.tls.recv(buf, 1, -1);
            assertEquals("x", text(buf, 1));
            assertEquals("!", e.heard(1));
        });
    }

    @EveryEngine
    void writerAndFlushWaitWhileTheEngineIsBusy(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            Ends e = Ends.open();
            e.ask("?");
            Failing.timesOut(() -> e.tls.recv(new byte[1], 1, in(10)));
            e.tls.send(bytes("word"), 4, -1);
            Failing.timesOut(() -> e.tls.flush(in(10)));
            e.engine.work.countDown();
            e.tls.flush(-1);
            assertEquals("!word", e.heard(5));
        });
    }

    /// The reader's own call has not come back from starting the work.
    @EveryEngine
    void writerThatRunsAsTheWorkBeginsWaitsToo(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            Ends e = Ends.open();
            e.ask("?x");
            Coroutine reader = go(() -> e.tls.recv(new byte[1], 1, -1));
            e.tls.send(bytes("word"), 4, -1);
            Failing.timesOut(() -> e.tls.flush(in(10)));
            e.engine.work.countDown();
            reader.join();
            e.tls.flush(-1);
            assertEquals("!word", e.heard(5));
        });
    }

    @EveryEngine
    void othersRunWhileTheEngineIsBusy(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            Ends e = Ends.open();
            e.ask("?x");
            Coroutine reader = go(() -> e.tls.recv(new byte[1], 1, -1));
            for (int i = 0; i < 10; i++) {
                Mill.msleep(in(1));
            }
            assertFalse(reader.isDone());
            e.engine.work.countDown();
            reader.join();
        });
    }

    @EveryEngine
    void closeWakesWhoWaitsForTheWork(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            Ends e = Ends.open();
            e.ask("?x");
            Coroutine reader =
                    go(() -> assertThrows(AsynchronousCloseException.class, () -> e.tls.recv(new byte[1], 1, -1)));
            Failing.timesOut(() -> e.tls.close(in(10)));
            reader.join();
        });
    }

    @EveryEngine
    void workThatFailsEndsTheSession(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            Ends e = Ends.open();
            e.engine.failing = true;
            e.ask("?x");
            e.engine.work.countDown();
            for (int i = 0; i < 2; i++) {
                String told = assertThrows(SSLException.class, () -> e.tls.recv(new byte[1], 1, -1))
                        .getMessage();
                assertTrue(told.endsWith("work has failed"), told);
            }
        });
    }
}
