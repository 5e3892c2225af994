package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.util.List;
import org.jmill.Mill;
import org.jmill.harness.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `jmill dump PID`.
@Timeout(300)
class DumpsTest {
    /// Two mills that wait until standard input ends; or none.
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] args) throws Exception {
            for (String name : args) {
                Thread.ofPlatform().daemon().start(() -> {
                    Mill.run(org.jmill.MillOptions.defaults().name(name), () -> {
                        Mill.go("reader of " + name, () -> Mill.chr(Mill.chmake(0)));
                        Mill.inbox(1).chan().receive();
                    });
                });
            }
            while (Mill.class.getModule() == null) {
                Thread.onSpinWait();
            }
            System.out.println("ready");
            System.in.read();
        }
    }

    private static Launched dump(List<String> flags, String... mills) throws Exception {
        List<String> command = ChildJvm.command(Waiting.class, flags, ChildJvm.classPath(), mills);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream out = process.getInputStream()) {
            assertEquals('r', out.read());
            String pid = Long.toString(process.pid());
            Launched launched = Launched.launch("dump", pid);
            while (mills.length > 0 && !showsAll(launched, mills) && process.isAlive()) {
                launched = Launched.launch("dump", pid); // They may have yet to begin.
            }
            return launched;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean showsAll(Launched launched, String... mills) {
        return List.of(mills).stream().allMatch(name -> launched.out().contains("reader of " + name));
    }

    @Test
    void allMillsOfAProcessArePrinted() throws Exception {
        Launched launched = dump(List.of("-Djmill.jmx=true"), "east", "west");
        assertEquals(0, launched.status());
        assertTrue(launched.out().contains("mill \"east-"), launched.out());
        assertTrue(launched.out().contains("mill \"west-"), launched.out());
        assertTrue(launched.out().matches("(?s).*\\{1\\} +chr\\(<\\d+>\\) .* reader of west\\n.*"), launched.out());
    }

    @Test
    void aProcessWithoutMillsSaysSo() throws Exception {
        Launched launched = dump(List.of());
        assertEquals(1, launched.status());
        assertTrue(launched.err().contains(": no mill runs there, or none is shown: "), launched.err());
    }

    @Test
    void aJvmThatMayNotBeAttachedToSaysSo() throws Exception {
        Launched launched = dump(List.of("-XX:+DisableAttachMechanism"));
        assertEquals(1, launched.status());
        assertTrue(launched.err().contains("-XX:+DisableAttachMechanism"), launched.err());
    }

    @Test
    void aProcessThatIsNoJvmGoesOnUnharmed() throws Exception {
        Process process = new ProcessBuilder("sleep", "300").start();
        try {
            Launched launched = Launched.launch("dump", Long.toString(process.pid()));
            assertEquals(1, launched.status());
            assertTrue(launched.err().contains(": cannot attach to it: it is no JVM"), launched.err());
            assertTrue(process.isAlive());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessThatIsNotThereSaysSo() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        Launched launched = Launched.launch("dump", Long.toString(process.pid()));
        assertEquals("jmill: dump " + process.pid() + ": no such process\n", launched.err());
        assertEquals(1, launched.status());
    }

    @Test
    void aWordThatIsNoNumberSaysSo() {
        assertTrue(Launched.launch("dump", "kv").err().startsWith("jmill: dump kv: not the number of a process; "));
        assertEquals(2, Launched.launch("dump").status());
    }
}
