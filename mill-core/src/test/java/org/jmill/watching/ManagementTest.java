package org.jmill.watching;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.jmill.Mill.inbox;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.harness.ChildJvm;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What JMX shows of mills that run.
class ManagementTest {
    private static final String MODE = "jmill.jmx";
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private String modeBefore;

    @BeforeEach
    void serve() {
        modeBefore = System.setProperty(MODE, "true");
    }

    @AfterEach
    void restore() {
        if (modeBefore == null) {
            System.clearProperty(MODE);
        } else {
            System.setProperty(MODE, modeBefore);
        }
    }

    private static Set<ObjectName> beans(MBeanServerConnection server, String millName) throws Exception {
        return server.queryNames(new ObjectName("org.jmill:type=Mill,name=\"" + millName + "-*\""), null);
    }

    /// The only one; child JVMs, which have no JUnit, come here too.
    private static ObjectName bean(MBeanServerConnection server, String millName) throws Exception {
        Set<ObjectName> names = beans(server, millName);
        if (names.size() != 1) {
            throw new AssertionError("beans: " + names);
        }
        return names.iterator().next();
    }

    private static String dump(MBeanServerConnection server, ObjectName name) throws Exception {
        return (String) server.invoke(name, "dump", null, null);
    }

    /// Runs a mill that waits for other threads only, and, in one of those, a question to it.
    private static <T> T ask(MillOptions options, Callable<T> question) throws Exception {
        FutureTask<T> asked = new FutureTask<>(question);
        TestMill.run(options, () -> {
            Inbox<String> answered = inbox(1);
            Chan<Integer> ch = chmake(2);
            ch.send(7);
            ch.send(8);
            go("writer", () -> ch.send(9));
            Thread.ofPlatform().daemon().name("asker").start(() -> {
                asked.run();
                answered.close();
            });
            chr(answered.chan());
        });
        return asked.get();
    }

    private static MillOptions options(Engine engine) {
        return MillOptions.defaults().engine(engine).name("watched");
    }

    @EveryEngine
    void aMillIsThereAsLongAsItRuns(Engine engine) throws Exception {
        assertEquals(Set.of(), beans(SERVER, "watched"));
        ObjectName name = ask(options(engine), () -> bean(SERVER, "watched"));
        assertTrue(name.toString().matches("org\\.jmill:type=Mill,name=\"watched-\\d+\""), name.toString());
        assertEquals(Set.of(), beans(SERVER, "watched"));
    }

    @EveryEngine
    void twoMillsOfOneNameAreTwo(Engine engine) throws Exception {
        int both = ask(options(engine), () -> ask(options(engine), () -> beans(SERVER, "watched")))
                .size();
        assertEquals(2, both);
    }

    /// A mill is among the live ones before it is announced; who starts the server meanwhile has found it there.
    @EveryEngine
    void aMillThatIsMetTwiceIsThereOnce(Engine engine) throws Exception {
        ask(options(engine), () -> {
            Inside.announceAll();
            return bean(SERVER, "watched");
        });
        assertEquals(Set.of(), beans(SERVER, "watched"));
    }

    @EveryEngine
    void aMillThatSleepsMakesItsDumpForAnotherThread(Engine engine) throws Exception {
        String dump = ask(options(engine), () -> dump(SERVER, bean(SERVER, "watched")));
        assertTrue(dump.matches("(?s).*\\{0\\} +chr\\(<\\d+>\\) .*<main> +main\\s.*"), dump);
        assertTrue(dump.matches("(?s).*\\{1\\} +chs\\(<\\d+>\\) .*ManagementTest\\.java:\\d+ +writer\\s.*"), dump);
        assertTrue(dump.matches("(?s).*<\\d+> +2/2 +s:\\{1\\} .*"), dump);
    }

    @EveryEngine
    void itTellsItsEngine(Engine engine) throws Exception {
        assertEquals(engine.name(), ask(options(engine), () -> SERVER.getAttribute(bean(SERVER, "watched"), "Engine")));
    }

    @EveryEngine
    void whatItDoesNotHaveIsRefused(Engine engine) throws Exception {
        ask(options(engine), () -> {
            ObjectName name = bean(SERVER, "watched");
            assertThrows(ReflectionException.class, () -> SERVER.invoke(name, "stop", null, null));
            assertThrows(AttributeNotFoundException.class, () -> SERVER.getAttribute(name, "Colour"));
            assertThrows(
                    AttributeNotFoundException.class,
                    () -> SERVER.setAttribute(name, new Attribute("Engine", "steam")));
            assertEquals(
                    0,
                    SERVER.setAttributes(name, new javax.management.AttributeList())
                            .size());
            assertEquals(
                    List.of(new Attribute("Engine", engine.name())),
                    SERVER.getAttributes(name, new String[] {"Engine", "Colour"}));
            return null;
        });
    }

    @EveryEngine
    void aBusyMillIsNotWaitedForAndSaysWhereItsThreadIs(Engine engine) {
        TestMill.run(options(engine), () -> {
            DynamicMBean bean = Inside.bean(50);
            FutureTask<Object> asked = new FutureTask<>(() -> bean.invoke("dump", null, null));
            Thread.ofPlatform().daemon().name("asker").start(asked);
            String answer = (String) keepBusyUntilDone(asked);
            assertTrue(answer.startsWith("dump mill watched: busy, no answer for 50 ms; thread \""), answer);
            assertTrue(answer.contains("ManagementTest.keepBusyUntilDone("), answer);
        });
    }

    private static <T> T keepBusyUntilDone(FutureTask<T> asked) {
        while (!asked.isDone()) {
            Thread.onSpinWait();
        }
        return asked.resultNow();
    }

    @EveryEngine
    void aMillThatHasEndedSaysSo(Engine engine) throws Exception {
        DynamicMBean[] bean = {null};
        TestMill.run(options(engine), () -> bean[0] = Inside.bean(50));
        assertEquals("dump mill watched: it has ended\n", bean[0].invoke("dump", null, null));
    }

    @EveryEngine
    void nothingIsServedIfThePropertyForbidsIt(Engine engine) throws Exception {
        System.setProperty(MODE, "false");
        assertEquals(Set.of(), ask(options(engine), () -> beans(SERVER, "watched")));
    }

    /// Waits until it is visible without having been asked for, which takes a second.
    static final class Unasked {
        private static final long LIMIT_NANOS = 20_000_000_000L;

        private Unasked() {}

        public static void main(String[] args) throws Exception {
            String dump = ask(MillOptions.defaults().name("watched"), () -> {
                long end = System.nanoTime() + LIMIT_NANOS;
                while (beans(SERVER, "watched").isEmpty() && System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                return dump(SERVER, bean(SERVER, "watched"));
            });
            System.out.println(dump.contains("writer"));
        }
    }

    @Test
    void aMillThatRunsForASecondIsThereUnasked() throws Exception {
        ChildJvm.Result result = ChildJvm.run(Unasked.class, List.of(ChildJvm.CONTINUATIONS));
        assertEquals("true\n", result.output());
    }

    /// Holds every descriptor there is while the server is started, and then runs another mill.
    static final class ShortOfDescriptors {
        private ShortOfDescriptors() {}

        public static void main(String[] args) throws Exception {
            System.setProperty(MODE, "false");
            Mill.run(() -> Mill.msleep(0)); // For a class that is not loaded yet there will be no descriptor.
            isStarting();
            System.clearProperty(MODE);
            Mill.run(ShortOfDescriptors::holdAllWhileTheServerStarts);
            Mill.run(() -> System.out.println("another mill runs"));
        }

        private static void holdAllWhileTheServerStarts() throws IOException {
            List<Closeable> held = holdAll();
            do {
                Mill.msleep(Mill.now() + 10);
            } while (isStarting());
            for (Closeable each : held) {
                each.close();
            }
        }

        private static boolean isStarting() {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals("jmill-management")) {
                    return true;
                }
            }
            return false;
        }

        private static List<Closeable> holdAll() {
            List<Closeable> held = new ArrayList<>();
            try {
                while (true) {
                    held.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                return held;
            }
        }
    }

    @Test
    void aServerForWhichDescriptorsWereShortIsNotNoticedByTheProgram() throws Exception {
        ChildJvm.Result result = ChildJvm.runShort(100, ShortOfDescriptors.class, List.of(ChildJvm.CONTINUATIONS));
        assertEquals("another mill runs\n", result.output());
    }

    /// Runs two mills, one after the other, though the JVM was told of a server that it does not have.
    static final class NoServer {
        private NoServer() {}

        public static void main(String[] args) {
            for (int i = 0; i < 2; i++) {
                Mill.run(() -> System.out.println("mill " + Mill.self().id()));
            }
        }
    }

    @Test
    void aServerThatWasAskedForAndDoesNotStartIsToldOnceAndTheMillsRun() throws Exception {
        String none = "-Djavax.management.builder.initial=no.such.Builder";
        List<String> flags = List.of(ChildJvm.CONTINUATIONS, "-D" + MODE + "=true", none);
        String output = ChildJvm.run(NoServer.class, flags).output();
        assertEquals(2, output.split("mill 0", -1).length - 1, output);
        assertEquals(1, output.split("WARNING: serve jmx: ", -1).length - 1, output);
    }

    /// Has `jcmd` start the JVM's agent, connects to it as a tool of another process would, and asks for the dump.
    static final class Attached {
        private Attached() {}

        public static void main(String[] args) throws Exception {
            Engine engine = Engine.valueOf(args[0]);
            String dump = ask(MillOptions.defaults().engine(engine).name("watched"), () -> {
                jcmd("ManagementAgent.start_local");
                String url = jcmd("ManagementAgent.status")
                        .lines()
                        .filter(line -> line.contains("service:jmx:"))
                        .findFirst()
                        .orElseThrow()
                        .replaceAll(".*(service:jmx:\\S+).*", "$1");
                try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url))) {
                    MBeanServerConnection server = connector.getMBeanServerConnection();
                    return dump(server, bean(server, "watched"));
                }
            });
            System.out.print(dump);
        }

        private static String jcmd(String command) throws Exception {
            String tool =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            Process process = new ProcessBuilder(
                            tool, "" + ProcessHandle.current().pid(), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes());
        }
    }

    @EveryEngine
    void aToolOfAnotherProcessGetsTheDump(Engine engine) throws Exception {
        List<String> flags = List.of(ChildJvm.CONTINUATIONS, ChildJvm.ADD_OPENS, "-D" + MODE + "=true");
        ChildJvm.Result result = ChildJvm.run(Attached.class, flags, engine.name());
        assertTrue(result.output().matches("(?s).*\\{1\\} +chs\\(<\\d+>\\) .*writer\\s.*"), result.output());
        assertEquals(0, result.status());
    }
}
