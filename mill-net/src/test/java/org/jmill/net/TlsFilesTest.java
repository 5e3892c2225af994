package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.jmill.world.World;
import org.junit.jupiter.api.Test;

/// Where the files of TLS options come from: the world of the mill that needs them.
class TlsFilesTest {
    private record MemoryWorld(FileSystem files) implements World {
        MemoryWorld() {
            this(Jimfs.newFileSystem(Configuration.unix()));
        }
    }

    private static void shakeHands(LocalhostFiles files) throws IOException {
        MemorySocket[] pair = MemorySocket.pair();
        Coroutine server =
                go(() -> TlsSocket.serveOver(pair[0], files.serving(), -1).handshake(in(5000)));
        TlsSocket client = TlsSocket.over(pair[1], "localhost", files.trusting(), in(5000));
        server.join();
        client.close();
    }

    @EveryEngine
    void certificateKeyAndAuthoritiesAreReadInTheMillsWorld(Engine engine) throws Exception {
        MemoryWorld world = new MemoryWorld();
        LocalhostFiles files = LocalhostFiles.in(Files.createDirectory(world.files.getPath("/keys")));
        TestNet.run(engine, world, () -> shakeHands(files));
        TestNet.run(
                engine,
                () -> assertThrows(
                        FileNotFoundException.class, () -> files.serving().load("test", -1)));
    }

    /// What was read in one world is not what another one has.
    @Test
    void optionsThatWereLoadedAreReadAnewInAnotherWorld() throws Exception {
        MemoryWorld world = new MemoryWorld();
        LocalhostFiles files = LocalhostFiles.in(Files.createDirectory(world.files.getPath("/keys")));
        TlsOptions trusting = files.trusting();
        TestNet.run(Engine.AUTO, world, () -> {
            Object first = trusting.load("test", -1);
            assertEquals(first, trusting.load("test", -1));
        });
        TestNet.run(Engine.AUTO, new MemoryWorld(), () -> {
            FileNotFoundException e = assertThrows(FileNotFoundException.class, () -> trusting.load("test", -1));
            assertEquals("tls certificate /keys/ca.pem: no such file", e.getMessage());
        });
    }
}
