package com.example;

import static org.jmill.Mill.*;
import static org.jmill.net.MillNet.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.net.TcpListener;
import org.junit.jupiter.api.Test;

class AppTest {
    @Test
    void everyClientIsGreeted() throws IOException {
        // Asked for by name, the engine fails where the flag is missing.
        Mill.run(MillOptions.defaults().engine(Engine.CONTINUATION), () -> {
            TcpListener listener = tcplisten(iplocal("127.0.0.1", 0, 0), 10);
            go(() -> App.serve(listener));
            assertEquals("hello, Ann", App.ask(tcpport(listener), "Ann"));
            assertEquals("hello, Bob", App.ask(tcpport(listener), "Bob"));
        });
    }
}
