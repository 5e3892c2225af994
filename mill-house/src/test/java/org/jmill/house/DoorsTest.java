package org.jmill.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The outside comes into the library by one door: nothing else opens a channel or a file, starts a thread or a pool,
/// reads a clock or resolves a name, but for those named here.
class DoorsTest {
    /// What the real world is made of.
    private static final String WORLD = "org\\.jmill\\.world\\..*";

    /// One way to the outside.
    enum Door {
        CHANNELS(
                "java\\.nio\\.channels\\.(\\w*Channel|Pipe|Selector)\\.open\\w*"
                    + "|java\\.nio\\.channels\\.spi\\.AsynchronousChannelProvider\\.open\\w*"
                    + "|java\\.nio\\.file\\.Files\\.(new|read|write|lines)\\w*"
                    + "|java\\.io\\.(FileInputStream|FileOutputStream|RandomAccessFile|FileReader|FileWriter)\\.<init>"
                    + "|java\\.net\\.(Socket|ServerSocket|DatagramSocket)\\.<init>",
                "org.jmill.file.FileHandle", // Devices and the standard streams, which no other file system has.
                "org.jmill.file.Opening", // Gives up the open of a FIFO.
                "org.jmill.net.UnixListener"), // A socket's file is the system's.

        THREADS(
                "java\\.lang\\.Thread\\.(<init>|of\\w+|start\\w*)|java\\.util\\.concurrent\\.Executors\\.\\w+"
                    + "|java\\.util\\.concurrent\\.(ThreadPoolExecutor|ScheduledThreadPoolExecutor|ForkJoinPool)\\.<init>"
                    + "|java\\.util\\.concurrent\\.CompletableFuture\\.\\w+Async|java\\.util\\.Timer\\.<init>",
                "org.jmill.engine.PortableEngine", // A coroutine is a thread there,
                "org.jmill.engine.VirtualEngine", // and here, carried by one more.
                "org.jmill.file.StandardFiles"), // A hook for the JVM's end.

        CLOCKS(
                "java\\.lang\\.System\\.(nanoTime|currentTimeMillis)|java\\.time\\.\\w+\\.(now|system\\w*)",
                "org.jmill.engine.PortableEngine", // How long it has kept its carrier to itself.
                "org.jmill.trace.Trace"), // The time of day, in its lines.

        NAMES("java\\.net\\.InetAddress\\.(getByName|getAllByName|getLocalHost)");

        private final Pattern calls;
        private final Set<String> excepted;

        Door(String calls, String... excepted) {
            this.calls = Pattern.compile(calls);
            this.excepted = new TreeSet<>(Set.of(excepted));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyOpensADoorBesideTheWorld(Door door) {
        Set<String> users = House.usersOf(House.classes("mill-core", "mill-net"), door.calls.asMatchPredicate());
        users.removeIf(user -> user.matches(WORLD));
        assertEquals(door.excepted, users);
    }

    /// The examples are programs: of what they reach by themselves each has its reason.
    @ParameterizedTest
    @EnumSource
    void examplesGoThroughTheLibraryButForThese(Door door) {
        Map<Door, Set<String>> known = Map.of(
                Door.CHANNELS,
                Set.of(
                        "org.jmill.examples.Output", // Standard output, without a check after each line.
                        "org.jmill.examples.files.Source", // What wordcount reads within `blocking`.
                        "org.jmill.examples.libmill.PipeFdwait", // Shows `fdwait`.
                        "org.jmill.examples.net.DemoCertificate", // Reads a key store once, at the start.
                        "org.jmill.examples.net.JavaBlocking", // Shows what Java's own sockets do.
                        "org.jmill.examples.net.http.Folder"), // Looks at what it serves, within `blocking`.
                Door.THREADS,
                Set.of(
                        "org.jmill.examples.go.FromThreads", // Shows threads that talk to a mill.
                        "org.jmill.examples.greet.Mills"), // A mill for each processor.
                Door.CLOCKS,
                Set.of(
                        "org.jmill.examples.Main", // How long an example ran.
                        "org.jmill.examples.files.ProgressBar",
                        "org.jmill.examples.net.TimeServer", // Tells the time.
                        "org.jmill.examples.net.http.Response", // Its Date.
                        "org.jmill.examples.net.kv.ExpiryCommands"), // EXPIREAT names a time of day.
                Door.NAMES,
                Set.of());
        assertEquals(
                new TreeSet<>(known.get(door)),
                House.usersOf(House.classes("mill-examples"), door.calls.asMatchPredicate()));
    }
}
