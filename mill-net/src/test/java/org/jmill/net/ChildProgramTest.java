package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.Tool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is measured in a process of its own: see [ChildProgram].
@Tag("network")
@Tag("real")
@NeedsKernel("a program of its own")
class ChildProgramTest {
    private static final int ROUND_TRIPS = 2000;

    @TempDir
    Path dir;

    /// Runs a program under a limit of descriptors (0: as it is) and returns what it prints.
    private String run(int descriptors, Engine engine, String... program) throws Exception {
        return run(descriptors == 0 ? "" : "ulimit -n " + descriptors + " && ", "", engine, program);
    }

    private String run(String before, String under, Engine engine, String... program) throws Exception {
        return new Child(dir, ChildProgram.class).run(before, under, engine, program);
    }

    @EveryEngine
    void outOfDescriptorsIsReportedAndRecoveredFrom(Engine engine) throws Exception {
        assumeTrue(new File("/bin/sh").canExecute(), "/bin/sh is missing, to set the limit with");
        assertEquals("""
            hoarded true
            accept out of descriptors
            accept out of descriptors
            accept out of descriptors
            accept out of descriptors
            accept out of descriptors
            others had turns true
            connect out of descriptors
            listen out of descriptors
            udp out of descriptors
            unix out of descriptors
            pair out of descriptors
            accepted true
            """, run(100, engine, "emfile"));
    }

    @EveryEngine
    void waitThatFindsNoDescriptorForTheSelectorIsReportedAndRecoveredFrom(Engine engine) throws Exception {
        assumeTrue(new File("/bin/sh").canExecute(), "/bin/sh is missing, to set the limit with");
        assertEquals("""
            hoarded true
            accept out of descriptors
            accept out of descriptors
            accept out of descriptors
            accept out of descriptors
            accept out of descriptors
            others had turns true
            recvSome out of descriptors
            recv out of descriptors
            recvUntil out of descriptors
            send out of descriptors
            udp out of descriptors
            tls out of descriptors
            accept out of descriptors
            connect out of descriptors
            race out of descriptors
            received
            """, run(200, engine, "noselector"));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Engine.class, names = "CONTINUATION")
    void busyConnectionAllocatesNothing(Engine engine) throws Exception {
        String printed = run(0, engine, "allocation");
        assertTrue(printed.startsWith("bytes "), printed);
        long bytes = Long.parseLong(printed.substring(6).trim());
        assertTrue(bytes <= 8, bytes + " bytes a round trip");
    }

    /// After others were served, so that the code is compiled. On the other two engines a coroutine is
    /// a virtual thread: that is about 500 bytes more.
    @EveryEngine
    void idleConnectionTakesUnderTwoKilobytes(Engine engine) throws Exception {
        // However busy the machine is: whoever has called often enough waits for the compiler.
        String java = "env JDK_JAVA_OPTIONS=-XX:-BackgroundCompilation";
        String printed = run("", java, engine, "idle", "2000", "6000");
        assertTrue(number("connection", printed) < (engine == Engine.CONTINUATION ? 2048 : 2816), printed);
        assertTrue(number("direct", printed) < 1_000_000, printed);
    }

    /// The frames of code that is not yet compiled, or not yet well, are more and larger.
    @Test
    void idleConnectionsOfAJvmThatHasJustStartedTakeMore() throws Exception {
        String printed = run(0, Engine.CONTINUATION, "idle", "2000", "0");
        assertTrue(number("connection", printed) < 3072, printed);
    }

    private static long number(String name, String printed) {
        return printed.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(printed));
    }

    @Test
    void addressesOfAFamilyThatIsNotThereArePassedOver() throws Exception {
        String java = "env JDK_JAVA_OPTIONS=-Djava.net.preferIPv4Stack=true";
        String printed = run("", java, Engine.CONTINUATION, "noipv6");
        assertTrue(printed.startsWith("no family\nno family\nno family\nconnected\n"), printed);
    }

    @Test
    void busyConnectionCostsNoEpollCtl() throws Exception {
        String printed = traced("epoll_ctl,epoll_wait");
        assertTrue(calls(printed, "epoll_wait") >= ROUND_TRIPS, printed);
        assertTrue(calls(printed, "epoll_ctl") < 50, printed);
    }

    @Test
    void messageCostsOneReadAndOneWrite() throws Exception {
        String printed = traced("read,write");
        assertTrue(calls(printed, "write") >= 2 * ROUND_TRIPS, printed);
        assertTrue(calls(printed, "read") < 2.5 * ROUND_TRIPS, printed); // The JVM reads its files too.
    }

    /// The system calls of some round trips in a mill that has both ends, counted.
    private String traced(String systemCalls) throws Exception {
        Tool.STRACE.assumeInstalled();
        Path counts = dir.resolve("counts");
        String strace = "strace -f -c -e trace=" + systemCalls + " -o " + counts;
        assumeTrue(
                new ProcessBuilder("sh", "-c", strace + " true").start().waitFor() == 0,
                "the system lets strace not trace, as in a container without rights");
        run("", strace, Engine.CONTINUATION, "roundtrips", "" + ROUND_TRIPS);
        return Files.readString(counts);
    }

    private static int calls(String counts, String name) {
        return counts.lines()
                .filter(line -> line.endsWith(" " + name))
                .mapToInt(line -> Integer.parseInt(line.trim().split("\\s+")[3]))
                .sum();
    }
}
