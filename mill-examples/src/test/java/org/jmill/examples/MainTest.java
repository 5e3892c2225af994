package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jmill.CancelledException;
import org.jmill.Mill;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

/// The command line: names, options, mistakes, exit statuses.
@Timeout(60)
class MainTest {
    static List<String> names() {
        return Catalogue.names();
    }

    @Test
    void listShowsEveryNameWithALine() {
        Launched list = Launched.launch("list");
        assertEquals(0, list.status());
        for (String name : names()) {
            String row = "(?sm).*^  " + name + " +\\S.*";
            assertTrue(list.out().matches(row), name);
        }
        assertTrue(list.out().lines().allMatch(line -> line.length() <= 100), list.out());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNameMakesAnExampleThatExplainsItself(String name) {
        Example example = Catalogue.make(name);
        assertNotNull(example);
        assertNotNull(example.getClass().getAnnotation(Command.class));
        Launched help = Launched.launch("run", name, "--help");
        assertAll(
                () -> assertEquals(0, help.status()),
                () -> assertTrue(help.out().contains(Catalogue.summary(name)), help.out()),
                () -> assertTrue(help.out().contains("Usage: jmill run " + name), help.out()),
                () -> assertTrue(help.out().contains("--engine"), help.out()),
                () -> assertEquals("", help.err()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fly",
                "list all",
                "run",
                "run --engine",
                "run --engine portable",
                "run --engine warp cls",
                "run cls --engine warp",
                "run cls --order alphabetical",
                "run nosuchname",
                "run cls surplus",
                "run cls --nosuchoption",
                "run --nosuchoption cls",
                "run sieve x",
                "run sieve -1",
                "run sieve 99999999999",
                "run wordcount",
                "run wordcount --workers 0 x",
                "run wordcount --workers 2000000000 x",
                "run sleepsort",
                "run sleepsort 1 -2",
                "run ping-pong many",
                "run storm",
                "run storm 1 2 3",
                "run storm x 1 2 3",
                "run storm 1 1 1 1",
                "run storm 1 -2 3 4",
                "run storm 1 2 3 4 5"
            })
    void mistakeIsOneLineAndStatus2(String command) {
        Launched launched = Launched.launch(command.isEmpty() ? new String[0] : command.split(" "));
        assertAll(
                () -> assertEquals(2, launched.status(), launched.err()),
                () -> assertEquals(1, launched.err().lines().count(), launched.err()),
                () -> assertTrue(launched.err().startsWith("jmill: "), launched.err()),
                () -> assertFalse(launched.err().contains("Exception"), launched.err()),
                () -> assertEquals("", launched.out()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyExampleHasAHeaderThatSaysWhatItShowsHowToRunItAndWhatItPrints(String name) throws IOException {
        String file = Catalogue.make(name).getClass().getName().replace('.', '/') + ".java";
        List<String> lines = Files.readAllLines(Path.of("src/main/java", file));
        assertTrue(lines.size() <= 160, file + " has " + lines.size() + " lines");
        String header = lines.stream().filter(line -> line.startsWith("///")).collect(Collectors.joining("\n"));
        String usage = Pattern.quote("/// Run: ./jmill run " + name) + "( .*)?";
        assertTrue(header.matches("/// Shows .*\\.\n" + usage + "\n/// Prints\\b.*\\."), header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h", "run --help", "run -h"})
    void helpNamesTheCommands(String command) {
        Launched help = Launched.launch(command.split(" "));
        assertEquals(0, help.status());
        assertTrue(help.out().startsWith("usage: jmill list | run"), help.out());
    }

    @Test
    void unknownNameSuggestsTheNearest() {
        assertEquals(
                "jmill: run: unknown name: philosofers; did you mean philosophers?\n",
                Launched.launch("run", "philosofers").err());
        assertEquals(
                "jmill: run: unknown name: merge-sort; did you mean merge_sort?\n",
                Launched.launch("run", "merge-sort").err());
        assertEquals(
                "jmill: run: unknown name: zzzzzz; 'jmill list' shows what can be run\n",
                Launched.launch("run", "zzzzzz").err());
    }

    @Test
    void engineAndOrderStandBeforeTheNameOrBehindIt() {
        String expected = Launched.output("sieve", "3");
        assertEquals("2\n3\n5\n", expected);
        assertEquals(expected, Launched.output("--engine", "portable", "--order=direct", "sieve", "3"));
        assertEquals(expected, Launched.output("sieve", "--order", "direct", "3", "--engine=VIRTUAL"));
    }

    @Test
    void orderOptionTakesThePlaceOfTheTwinsOwn() {
        assertFalse(Launched.output("--order", "direct", "order_buffered").equals(Launched.output("order_buffered")));
    }

    @Test
    void seedIsReadAsStrtoullReadsIt() {
        String largest = Launched.output("storm", "18446744073709551615", "3", "3", "20");
        assertEquals(largest, Launched.output("storm", "-1", "3", "3", "20"));
        assertEquals(largest, Launched.output("storm", "99999999999999999999", "3", "3", "20"));
        assertEquals(Launched.output("storm", "7", "3", "3", "20"), Launched.output("storm", "+7", "3", "3", "20"));
    }

    @Test
    void interruptedExampleEndsCleanlyWithStatus130() {
        Thread.currentThread().interrupt();
        Launched sieve = Launched.launch("run", "sieve", "1000000");
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(130, sieve.status());
        assertTrue(
                sieve.err().matches("jmill: run sieve: interrupted after [0-9.]+ s: [0-9]+ primes found\n"),
                sieve.err());
    }

    @Test
    void failureIsOneLineWithItsCauseAndStatus1() {
        Launched failed = Launched.launch(() -> {
            throw new IOException("cannot", new IllegalStateException("so\nit is"));
        });
        assertEquals(1, failed.status());
        assertEquals("jmill: run program: IOException: cannot; cause: IllegalStateException: so\n", failed.err());
    }

    @Test
    void failureInACoroutineNamesTheCoroutine() {
        Launched failed = Launched.launch(() -> {
            Mill.go("bad", () -> Integer.parseInt("x"));
            Mill.msleep(-1);
        });
        assertEquals(1, failed.status());
        assertEquals(1, failed.err().lines().count(), failed.err());
        assertTrue(failed.err().contains("NumberFormatException"), failed.err());
        assertTrue(failed.err().contains("{1} bad"), failed.err());
    }

    @Test
    void deadlockShowsWhoWaits() {
        Launched failed = Launched.launch(() -> Mill.chr(Mill.chmake(0)));
        assertEquals(1, failed.status());
        assertTrue(failed.err().contains("chr(<"), failed.err());
    }

    @Test
    void interruptedProgramThatSwallowsItsCancellationStillEndsWith130() {
        Thread.currentThread().interrupt();
        Launched program = Launched.launch(() -> {
            try {
                Mill.msleep(Mill.now() + 60_000);
            } catch (CancelledException e) {
                System.out.println("cleaned up");
            }
        });
        assertEquals(130, program.status());
        assertEquals("cleaned up\n", program.out());
    }
}
