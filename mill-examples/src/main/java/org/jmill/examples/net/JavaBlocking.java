package org.jmill.examples.net;

import static org.jmill.Mill.now;
import static org.jmill.Mill.par;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jmill.Engine;
import org.jmill.Scope;
import org.jmill.examples.Example;
import org.jmill.net.IpAddr;
import org.jmill.net.ListenOptions;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import picocli.CommandLine.Command;

/// Shows that on the engine VIRTUAL blocking Java code suspends only its coroutine.
/// Run: ./jmill run java-blocking
/// Prints what sockets, a web client, a database and a sleep have said, and that none waited for another.
@Command(
        description = "Socket, HttpClient, JDBC (H2, in memory) and Thread.sleep, none of which knows of jmill,"
                + " each in a coroutine. The servers that they talk to are coroutines of the same mill:"
                + " if one of them blocked its thread, nobody could answer. Always runs on VIRTUAL.")
public final class JavaBlocking implements Example {
    private static final int SLEEP_MS = 200;

    private static String socket(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String page(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + "/");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private static String query() throws Exception {
        try (Connection database = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = database.createStatement()) {
            statement.execute("create table t as select x from system_range(1, 100)");
            ResultSet sum = statement.executeQuery("select sum(x) from t");
            sum.next();
            return "the sum is " + sum.getInt(1);
        }
    }

    private static String sleep() throws InterruptedException {
        Thread.sleep(SLEEP_MS);
        return "slept";
    }

    // ---- the servers, written with jmill
    // -----------------------------------------------------------

    private static TcpListener serve(Scope scope, Server.Conversation<TcpSocket> conversation) throws IOException {
        TcpListener listener = TcpListener.listen(IpAddr.local("127.0.0.1", 0, 0), ListenOptions.defaults());
        scope.daemon("server", () -> new Server().serve(listener, conversation));
        return listener;
    }

    private static void echo(TcpSocket socket) throws IOException {
        byte[] buffer = new byte[1024];
        int n;
        while ((n = socket.recvSome(buffer, buffer.length, -1)) >= 0) {
            socket.send(buffer, n, -1);
            socket.flush(-1);
        }
    }

    private static void web(TcpSocket socket) throws IOException {
        Input input = new Input(socket, 8192);
        String line;
        while ((line = input.line(-1)) != null) {
            if (line.isEmpty()) {
                byte[] answer =
                        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\na page".getBytes(StandardCharsets.US_ASCII);
                socket.send(answer, answer.length, -1);
            }
        }
    }

    @Override
    public Engine engine() {
        return Engine.VIRTUAL;
    }

    private static Callable<String> task(String name, Callable<String> code) {
        return () -> name + ": " + code.call();
    }

    @Override
    public void main() throws Exception {
        long start = now();
        Scope.run(servers -> {
            TcpListener echo = serve(servers, JavaBlocking::echo);
            TcpListener web = serve(servers, JavaBlocking::web);
            List<Callable<String>> tasks = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                tasks.add(task("socket " + i, () -> socket(echo.port())));
            }
            tasks.add(task("http", () -> page(web.port())));
            tasks.add(task("jdbc", JavaBlocking::query));
            for (int i = 1; i <= 3; i++) {
                tasks.add(task("sleep " + i, JavaBlocking::sleep));
            }
            par(tasks).forEach(System.out::println);
        });
        System.out.println("took " + (now() - start) + " ms");
    }
}
