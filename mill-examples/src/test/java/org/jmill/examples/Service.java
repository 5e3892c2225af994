package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A server among the examples, as tests see it that treat all of them alike.
///
/// @param command what `run` is told, but for the port
/// @param typed what a client may send, as often as it likes
/// @param proper how a well-behaved client finds out that it is served
record Service(String command, List<String> typed, Proper proper) {
    /// A well-behaved client.
    interface Proper {
        /// Talks with the server, and asserts what it hears.
        void talk(Socket socket) throws IOException;
    }

    /// All of them that speak TCP and need nobody else; `http-files` is not among them.
    static final List<Service> ALL = List.of(
            new Service("echo", List.of("x".repeat(1000) + "\n"), Service::echo),
            new Service("greet --deadline=20000", List.of("Bob\n"), Service::greet),
            new Service("chat", List.of("/who\n", "/rooms\n", "hello\n", "/nick a\n", "/x\n"), Service::chat),
            new Service(
                    "broker",
                    List.of("sub t\n", "pub t " + "x".repeat(1000) + "\n", "unsub t\n", "nonsense\n"),
                    Service::broker),
            new Service(
                    "kv --memory=16",
                    List.of(
                            "SET k " + "x".repeat(1000) + "\r\n",
                            "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n",
                            "MGET k k k\r\n",
                            "KEYS *\r\n",
                            "*2\r\n$4\r\nKEYS\r\n$9\r\n*[^a-x]?*\r\n",
                            "*3\r\n$3\r\nSET\r\n$1\r\nj\r\n$20\r\n" + "y".repeat(20) + "\r\n",
                            "*5\r\n$4\r\nMSET\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n",
                            "APPEND a x\r\n",
                            "*3\r\n$6\r\nEXPIRE\r\n$1\r\nk\r\n$3\r\n100\r\n",
                            "INCRBY n 5\r\n",
                            "SET m 1 EX 10 NX\r\n"),
                    Service::kv),
            new Service("supervise", List.of("5\n", "0\n", "five\n"), Service::supervise),
            new Service("tutorial 6", List.of("Bob\n"), Service::tutorial),
            new Service("tutorial 8", List.of("Ann\n", "Bob\n", "hello\n", "\n"), Service::tutorialChat),
            new Service("greet-4", List.of("Bob\n"), Service::greet),
            new Service("greet-6", List.of("Bob\n"), Service::greet));

    /// The one whose command begins so.
    static Service of(String name) {
        return ALL.stream()
                .filter(service -> service.command.startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    /// A proxy in front of a server.
    static Service proxy(Service behind, int port) {
        return new Service("proxy PORT 127.0.0.1:" + port, behind.typed(), behind.proper());
    }

    /// Starts it at a free port, to be put in for `PORT`, or else behind all words.
    Served start(String engine) {
        String text = command.contains("PORT") ? command.replace("PORT", "0") : command + " 0";
        return Served.start(engine, text.split(" "));
    }

    /// Asserts that a well-behaved client is served.
    void mustServe(Served server) throws IOException {
        try (Socket socket = server.connect()) {
            proper.talk(socket);
        } catch (IOException | AssertionError e) {
            String said = server.out() + server.err();
            String last = said.substring(Math.max(0, said.length() - 1000));
            throw new AssertionError(command + " does not serve: " + last, e);
        }
    }

    @Override
    public String toString() {
        return command;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void hears(InputStream in, String text) throws IOException {
        assertEquals(text, new String(in.readNBytes(text.length()), StandardCharsets.ISO_8859_1));
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /// Reads lines until one is the wanted one.
    private static void finds(BufferedReader lines, String wanted) throws IOException {
        String line;
        do {
            line = lines.readLine();
            assertTrue(line != null, "the stream has ended before " + wanted);
        } while (!line.equals(wanted));
    }

    private static void echo(Socket socket) throws IOException {
        write(socket, "hello");
        hears(socket.getInputStream(), "hello");
    }

    private static void supervise(Socket socket) throws IOException {
        write(socket, "8\n");
        hears(socket.getInputStream(), "125\n");
    }

    private static void greet(Socket socket) throws IOException {
        write(socket, "Ann\r\n");
        hears(socket.getInputStream(), "What's your name?\r\nHello, Ann!\r\n");
        assertEquals(-1, socket.getInputStream().read());
    }

    private static void tutorial(Socket socket) throws IOException {
        write(socket, "Ann\n");
        hears(socket.getInputStream(), "What is your name?\nHello, Ann!\n");
    }

    private static void tutorialChat(Socket socket) throws IOException {
        String name = "proper" + socket.getLocalPort();
        write(socket, name + "\n");
        BufferedReader lines = lines(socket);
        finds(lines, "Your name?");
        String line = lines.readLine();
        while (line != null && !line.startsWith("here: ")) { // The others may be talking.
            line = lines.readLine();
        }
        assertTrue(line != null, "the stream has ended before it was here"); // Others have any names.
    }

    private static void chat(Socket socket) throws IOException {
        write(socket, "/join proper" + socket.getLocalPort() + "\n/quit\n");
        BufferedReader lines = lines(socket);
        finds(lines, "* you are in proper" + socket.getLocalPort() + " with 0 others");
        assertTrue(lines.readLine().startsWith("* goodbye, "));
    }

    private static void broker(Socket socket) throws IOException {
        String topic = "proper" + socket.getLocalPort();
        write(socket, "sub " + topic + "\npub " + topic + " hello\n");
        hears(socket.getInputStream(), topic + " hello\n");
    }

    /// Empties it first: others may have filled it.
    private static void kv(Socket socket) throws IOException {
        write(socket, "FLUSHALL\r\nSET proper 5\r\nINCR proper\r\nGET proper\r\nDEL proper\r\n");
        hears(socket.getInputStream(), "+OK\r\n+OK\r\n:6\r\n$1\r\n6\r\n:1\r\n");
    }
}
