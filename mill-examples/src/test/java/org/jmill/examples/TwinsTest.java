package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jmill.examples.twins.FanOut;
import org.jmill.harness.ChildJvm;
import org.jmill.harness.Tool;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The programs that have a twin in Go: each does what it says, in both languages, and is as short in Java.
@Timeout(120)
class TwinsTest {
    private static final Path ROOT = Document.ROOT;

    @TempDir
    static Path dir;

    /// The command that runs a program: on an engine, or compiled from Go.
    private static List<String> command(String program, String how, String... args) throws Exception {
        List<String> command;
        if (how.equals("go")) {
            Path binary = dir.resolve(program.toLowerCase());
            if (!Files.exists(binary)) {
                String source = goFile(program).toString();
                Tool.GO.assumeInstalled();
                ChildJvm.Result build = ChildJvm.run(List.of("go", "build", "-o", binary.toString(), source));
                assertEquals(0, build.status(), build::output);
            }
            command = new ArrayList<>(List.of(binary.toString()));
        } else {
            List<String> flags = new ArrayList<>(ChildJvm.FLAGS);
            flags.add("-Djmill.engine=" + how);
            Class<?> main = Class.forName("org.jmill.examples.twins." + program);
            command = ChildJvm.command(main, flags, ChildJvm.classPath());
        }
        command.addAll(List.of(args));
        return command;
    }

    private static Path goFile(String program) {
        return ROOT.resolve(Path.of("mill-examples", "src", "main", "go", program.toLowerCase(), "main.go"));
    }

    private static Path javaFile(String program) {
        Path folder = Path.of("mill-examples", "src", "main", "java", "org", "jmill", "examples", "twins");
        return ROOT.resolve(folder).resolve(program + ".java");
    }

    @ParameterizedTest
    @ResourceLock(Resources.SYSTEM_OUT)
    @ValueSource(strings = {"continuation", "virtual", "portable", "go"})
    void fanOutMakesDoWithWhatHasCome(String how) throws Exception {
        int down = portOfNobody();
        try (ServerSocket quick = loopback();
                ServerSocket silent = loopback()) {
            Thread.ofVirtual().start(() -> answer(quick));
            String[] ports = {"" + quick.getLocalPort(), "" + silent.getLocalPort(), "" + down};
            String wanted = ports[0] + " 42\n" + ports[1] + " is late\n" + ports[2] + " is down\n";
            String said = fanOut(how, ports);
            for (int i = 0; i < 50 && !said.equals(wanted); i++) { // 200 ms are few where classes are to be loaded.
                said = fanOut(how, ports);
            }
            assertEquals(wanted, said);
        }
    }

    private static String fanOut(String how, String... ports) throws Exception {
        if (how.equals("go")) {
            return ChildJvm.run(command("FanOut", how, ports)).out();
        }
        System.setProperty("jmill.engine", how);
        try {
            return Launched.capture(() -> {
                        FanOut.main(ports);
                        return 0;
                    })
                    .out();
        } finally {
            System.clearProperty("jmill.engine");
        }
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket gone = loopback()) {
            return gone.getLocalPort();
        }
    }

    private static ServerSocket loopback() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static void answer(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket s = listener.accept()) {
                boolean asked = "price?".equals(reader(s).readLine());
                s.getOutputStream().write((asked ? "42\n" : "what?\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // Who asked has gone, or the test is over.
            }
        }
    }

    private static BufferedReader reader(Socket s) throws IOException {
        return new BufferedReader(new InputStreamReader(s.getInputStream(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"continuation", "virtual", "portable", "go"})
    void linesOfAllFilesAreCounted(String how) throws Exception {
        String[] files = new String[20];
        for (int i = 0; i < files.length; i++) {
            Path file = dir.resolve("lines" + i);
            files[i] = Files.writeString(file, "a line\n".repeat(1000 * i)).toString();
        }
        ChildJvm.Result result = ChildJvm.run(command("LineCount", how, files));
        assertEquals(0, result.status(), result::output);
        assertEquals("20 files, 190000 lines\n", result.out());
    }

    /// A FIFO that nobody writes keeps it waiting.
    @ParameterizedTest
    @CsvSource({"continuation,INT", "continuation,TERM", "virtual,INT", "portable,INT"})
    void signalEndsTheCountWithWhatThereIs(String how, String signal) throws Exception {
        Path one = Files.writeString(dir.resolve("one" + how + signal), "a\nb\n");
        Path fifo = dir.resolve("fifo" + how + signal);
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        Process process = start(command("LineCount", how, one.toString(), fifo.toString()));
        try (BufferedReader progress = process.errorReader()) {
            List<String> said = new ArrayList<>();
            do {
                said.add(progress.readLine());
                assertNotNull(said.getLast(), () -> "it has ended: " + said);
            } while (!said.getLast().equals("1 files, 2 lines"));
            new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals("1 files, 2 lines", process.inputReader().readLine());
            assertEquals(signal.equals("INT") ? 130 : 143, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"continuation", "virtual", "portable", "go"})
    void serviceTalksToSeveralAtATime(String how) throws Exception {
        int port;
        try (ServerSocket free = loopback()) {
            port = free.getLocalPort();
        }
        Process process = start(command("Service", how, "" + port));
        try (Socket ann = connect(port, process);
                Socket bob = connect(port, process)) {
            assertEquals("hi 1", ask(ann, "hi"));
            assertEquals("hi 2", ask(bob, "hi"));
            assertEquals("\u00fc 1", ask(bob, "\u00fc"));
            assertEquals("hi 3", ask(ann, "hi"));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Socket connect(int port, Process server) throws Exception {
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (ConnectException e) {
                assertTrue(server.isAlive(), "the server has ended");
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private static String ask(Socket s, String line) throws IOException {
        new PrintWriter(s.getOutputStream(), true, StandardCharsets.UTF_8).println(line);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b; (b = s.getInputStream().read()) != '\n' && b >= 0; ) {
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /// Lines of code: neither imports nor comments, nor empty ones.
    @ParameterizedTest
    @CsvSource({"FanOut,20", "LineCount,44", "Service,22"})
    void javaIsAsShortAsGoAndAsThePageSays(String program, int lines) throws IOException {
        long java = lines(javaFile(program), line -> line.startsWith("import "));
        long go = lines(goFile(program), line -> line.matches("import \\(|\\)|\t\"[a-z/]+\""));
        assertEquals(lines, java);
        assertTrue(java <= go, () -> java + " lines of Java, " + go + " of Go");
    }

    private static long lines(Path file, Predicate<String> isImport) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("//") && !line.startsWith("package "))
                .filter(isImport.negate())
                .count();
    }

    /// The page quotes the Go programs as they were compiled; that it does so with those of Java is told by
    /// [DocumentsTest].
    @ParameterizedTest
    @ValueSource(strings = {"FanOut", "LineCount", "Service"})
    void pageShowsTheTwin(String program) throws IOException {
        String page = Files.readString(ROOT.resolve(Path.of("docs", "side-by-side-with-go.md")));
        String source = Files.readString(goFile(program));
        assertTrue(page.contains("```go\n" + source.substring(source.indexOf("package main")) + "```"), program);
    }
}
