package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jmill.net.snippets.IpAddrSnippet;
import org.jmill.net.snippets.MillNetSnippet;
import org.jmill.net.snippets.TcpSnippet;
import org.jmill.net.snippets.TextSnippet;
import org.jmill.net.snippets.TlsOverSnippet;
import org.jmill.net.snippets.TlsSnippet;
import org.jmill.net.snippets.UdpSnippet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The examples of the Javadoc print what they say.
@Tag("network")
@ResourceLock(Resources.SYSTEM_OUT)
class SnippetsTest {
    interface Main {
        void main(String[] args) throws IOException;
    }

    @TempDir
    static Path dir;

    static Stream<Arguments> snippets() {
        return Stream.of(
                snippet("Tls", args -> TlsSnippet.main(certificate()), "secret"),
                snippet("TlsOver", args -> TlsOverSnippet.main(certificate()), "psst", "localhost:443 says hello"),
                snippet(
                        "Text",
                        TextSnippet::main,
                        "What is your name?",
                        "Hello, Bob!",
                        "/index.html",
                        "HTTP/1.1 204 No Content"),
                snippet("IpAddr", IpAddrSnippet::main, "[::]:5555 127.0.0.1:5555 [::1]:80"),
                snippet("Tcp", TcpSnippet::main, "hello"),
                snippet("Udp", UdpSnippet::main, "4 bytes, answer them: true"),
                snippet("MillNet", MillNetSnippet::main, "What's your name?", "Hello, Bob!"));
    }

    private static String[] certificate() throws IOException {
        try {
            TestCerts.Identity localhost = new TestCerts().selfSigned();
            return new String[] {
                TestCerts.file(dir, "cert.pem", localhost.certPem()), TestCerts.file(dir, "key.pem", localhost.keyPem())
            };
        } catch (java.security.GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static Arguments snippet(String name, Main main, String... lines) {
        return Arguments.of(name, main, String.join("\n", lines) + "\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("snippets")
    void snippetPrintsWhatItSays(String name, Main main, String expected) throws IOException {
        PrintStream stdout = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            main.main(new String[0]);
        } finally {
            System.setOut(stdout);
        }
        assertEquals(expected, printed.toString(StandardCharsets.UTF_8).replace("\r", ""));
    }
}
