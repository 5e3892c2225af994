package org.jmill.outside;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;

/// A coroutine of VIRTUAL that is cancelled while it blocks in a Java call learns it as that call tells it.
class CancelledJavaCallTest {
    @Test
    void aSleepThatIsInterruptedByACancellationEndsItsCoroutineWell() {
        List<String> ends = new ArrayList<>();
        TestMill.run(Engine.VIRTUAL, () -> {
            Coroutine sleeper = go(() -> {
                try {
                    Thread.sleep(20_000);
                } finally {
                    ends.add("finally");
                }
            });
            msleep(now() + 10);
            sleeper.cancel();
            sleeper.join();
        });
        assertEquals(List.of("finally"), ends);
    }

    @Test
    void aReadThatIsClosedByACancellationEndsItsCoroutineWell() throws Exception {
        Pipe pipe = Pipe.open();
        TestMill.run(Engine.VIRTUAL, () -> {
            go(() -> pipe.source().read(java.nio.ByteBuffer.allocate(1)));
            msleep(now() + 10);
        });
        assertTrue(!pipe.source().isOpen());
        pipe.sink().close();
    }

    @Test
    void aSocketThatIsClosedByACancellationEndsItsCoroutineWell() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            TestMill.run(Engine.VIRTUAL, () -> {
                go(() -> socket.getInputStream().read());
                msleep(now() + 10);
            });
            assertTrue(socket.isClosed());
        }
    }

    @Test
    void anInterruptThatIsNoCancellationIsUncaughtAsAnyOther() {
        assertThrows(
                InterruptedException.class,
                () -> TestMill.run(Engine.VIRTUAL, () -> {
                    go(() -> {
                        throw new InterruptedException("mine");
                    });
                    msleep(now() + 10);
                }));
        assertThrows(
                ClosedByInterruptException.class,
                () -> TestMill.run(Engine.VIRTUAL, () -> {
                    go(() -> {
                        throw new ClosedByInterruptException();
                    });
                    msleep(now() + 10);
                }));
    }
}
