package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Small examples print what their headers say, on every engine.
@Timeout(60)
class SmallExamplesTest {
    static final List<String> ENGINES = List.of("continuation", "virtual", "portable");

    private final List<String> command = new ArrayList<>();

    private String run(String engine, String... args) {
        command.clear();
        command.addAll(List.of("--engine", engine));
        command.addAll(List.of(args));
        return Launched.output(command.toArray(String[]::new));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void helloGreets(String engine) {
        assertEquals("hello, world\n", run(engine, "hello"));
        assertEquals("hello, mill\n", run(engine, "hello", "mill"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void workersStartInTurnAndPrintNoMoreThanTheyShould(String engine) {
        String out = run(engine, "example");
        assertTrue(out.startsWith("a\nb\nc\n"), out);
        // Main sleeps for 100 ms, whether or not they are done by then.
        assertTrue(String.join("", out.lines().sorted().toList()).matches("a{1,4}b{1,2}c{1,3}"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void whispersAddUp(String engine) {
        assertTrue(run(engine, "whispers", "1000").matches("1001\ntook [0-9.]+ seconds\n"));
        assertTrue(run(engine, "whispers", "0").startsWith("1\n"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void sleepsortSorts(String engine) {
        assertEquals("0\n1\n1\n5\n30\n", run(engine, "sleepsort", "5", "1", "30", "0", "1"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void producerMakesAValueWhenTheConsumerAsks(String engine) {
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= 5; i++) {
            expected.append("produced ")
                    .append(i)
                    .append("\nconsumed ")
                    .append(i)
                    .append('\n');
        }
        assertEquals(expected + "producer is DEAD\n", run(engine, "producer-consumer"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void playersTakeTurns(String engine) {
        assertEquals("ping 1\npong 2\nping 3\n", run(engine, "ping-pong", "3"));
        assertEquals("", run(engine, "ping-pong", "0"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void eachGopherAddsOne(String engine) {
        assertEquals("1001\n", run(engine, "daisy-chain", "1000"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void fanInHearsEachTalkerInOrder(String engine) {
        List<String> lines = run(engine, "fan-in", "12").lines().toList();
        assertEquals(13, lines.size());
        assertEquals("you are both boring, I am leaving", lines.getLast());
        for (String name : List.of("Joe", "Ann")) {
            List<String> own =
                    lines.stream().filter(line -> line.startsWith(name)).toList();
            assertFalse(own.isEmpty());
            for (int i = 0; i < own.size(); i++) {
                assertEquals(name + " " + (i + 1), own.get(i));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void everyNumberIsSquaredByOneWorker(String engine) {
        List<String> lines = run(engine, "fan-out", "--workers", "2").lines().toList();
        assertEquals("sum of squares 285", lines.getLast());
        List<String> squared = lines.stream()
                .filter(line -> line.matches("worker [12] squares \\d"))
                .map(line -> line.substring(line.length() - 1))
                .sorted()
                .toList();
        assertEquals(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9"), squared);
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void resultsOfThePoolAreInOrder(String engine) {
        assertEquals(
                "1: 0 steps\n2: 1 steps\n3: 7 steps\n4: 2 steps\n", run(engine, "worker-pool", "--workers=3", "4"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void stagesStopWhenThereIsEnough(String engine) {
        List<String> lines = run(engine, "pipeline", "3").lines().toList();
        assertEquals(List.of("1", "9", "25"), lines.subList(0, 3));
        assertEquals(
                List.of("numbers stopped", "odd stopped", "squares stopped"),
                lines.stream().skip(3).sorted().toList());
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void requestsBeyondTheBurstWaitForTokens(String engine) {
        List<String> lines = run(engine, "rate-limiter", "--burst=2", "--every=10", "5")
                .lines()
                .toList();
        assertEquals(5, lines.size());
        for (int i = 0; i < lines.size(); i++) {
            assertTrue(lines.get(i).matches("request " + (i + 1) + " at \\d+ ms"), lines.get(i));
        }
        // Tokens fall at 10, 20 and 30 ms.
        int last = Integer.parseInt(lines.get(4).split(" ")[3]);
        assertTrue(last >= 30, lines.toString());
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void tickerStopsAfterSoManyTicks(String engine) {
        assertEquals("tick 1\ntick 2\nticker stopped\n", run(engine, "ticker", "--every=10", "2"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void timeoutsComeWhereThereIsNoAnswer(String engine) {
        List<String> lines = run(engine, "timeout").lines().toList();
        assertEquals(
                List.of("answer after 10 ms", "no answer within 20 ms", "no answer within 20 ms again"),
                lines.subList(0, 3));
        assertTrue(lines.get(3).matches("time is up after \\d answers"), lines.get(3));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void semaphoreLetsSoManyWorkAtOnce(String engine) {
        List<String> lines = run(engine, "semaphore", "--permits", "4").lines().toList();
        assertEquals(11, lines.size());
        assertEquals("at most 4 at once", lines.getLast());
        assertTrue(run(engine, "semaphore", "--permits", "20").endsWith("at most 10 at once\n"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void storeGivesInOrderAndNeverRunsOver(String engine) {
        assertEquals("got 1\ngot 2\ngot 3\nnever more than 2 in the store\n", run(engine, "guards", "3"));
        assertEquals("never more than 2 in the store\n", run(engine, "guards", "0"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void slowSubscriberMissesWhatDoesNotFit(String engine) {
        List<String> lines = run(engine, "pub-sub").lines().toList();
        assertEquals(
                4, lines.stream().filter(l -> l.startsWith("Ann reads news")).count());
        assertEquals(
                3, lines.stream().filter(l -> l.startsWith("Joe reads weather")).count());
        assertEquals(
                List.of("Sue reads news 1", "Sue reads news 2", "Sue has read all", "Sue has missed 2"),
                lines.subList(lines.size() - 4, lines.size()));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void groupEndsWithItsFirstFailureOrItsCaller(String engine) {
        assertEquals("""
            [a loaded, b loaded, c loaded]
            d was cancelled: SIBLING
            e was cancelled: SIBLING
            failed: late
            failed: at once
            f was cancelled: CALL
            g was cancelled: CALL
            """, run(engine, "gather"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void deadlinesAndCancellationAreHandedDown(String engine) {
        assertEquals("""
            quick work in the query: finished
            slow work below the query: DEADLINE
            slow work in the query: DEADLINE
            cancelling the request
            slow work in the request: CALL
            more work in the request: CALL
            """, run(engine, "deadline"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void answersThatHaveComeInTimeAreMadeDoWith(String engine) {
        assertEquals("prices: answered\nreviews: not in time\nstock: failed, nobody listens\n", run(engine, "scatter"));
        assertEquals(
                "prices: not in time\nreviews: not in time\nstock: failed, nobody listens\n",
                run(engine, "scatter", "--deadline=0"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void whoDoesNotAnswerSoonGetsARival(String engine) {
        assertEquals("""
            asking the first one
            asking the second one: it is down
            asking the third one
            the first one is not waited for any more
            answer: 42
            """, run(engine, "hedge"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void requestsKeepToTheirLimitsAndASlowReaderMissesSome(String engine) {
        List<String> lines = run(engine, "limits").lines().toList();
        assertEquals(
                List.of(1, 2, 3, 4, 5, 6),
                lines.subList(0, 6).stream()
                        .map(line -> line.replaceAll("request (.) is answered", "$1"))
                        .map(Integer::parseInt)
                        .toList());
        assertTrue(lines.get(6).matches("at most 2 at once, all in \\d+ ms"), lines.get(6));
        assertTrue(Integer.parseInt(lines.get(6).split(" ")[7]) >= 20, lines.get(6)); // Four wait 5 ms each.
        assertEquals(
                List.of("the slow reader misses 4", "the slow reader has 5", "the slow reader has 6"),
                lines.subList(7, 10));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void powerSeriesHaveTheirCoefficients(String engine) {
        assertEquals("""
            exp: 1 1 1/2 1/6 1/24 1/120 1/720 1/5040
            sin: 0 1 0 -1/6 0 1/120 0 -1/5040
            cos: 1 0 -1/2 0 1/24 0 -1/720 0
            1/cos: 1 0 1/2 0 5/24 0 61/720 0
            tan: 0 1 0 1/3 0 2/15 0 17/315
            """, run(engine, "powser", "8"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void permutationsComeOneByOne(String engine) {
        assertEquals("abc\nacb\nbac\nbca\ncba\ncab\n", run(engine, "permutations"));
        assertEquals("x\n", run(engine, "permutations", "x"));
        assertEquals(
                5040, run(engine, "permutations", "abcdefg").lines().distinct().count());
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void valuesAndExceptionsGoThroughNestedCoroutines(String engine) {
        assertEquals("""
            outer SUSPENDED, inner SUSPENDED
            outer is told go; outer RUNNING, inner SUSPENDED
            inner is told go!; outer NORMAL, inner RUNNING
            inner says one
            outer SUSPENDED, inner SUSPENDED
            inner is told stop
            inner failed: inner was told to stop
            outer DEAD, inner DEAD
            a dead one cannot be resumed
            nor can a running one resume itself
            """, run(engine, "nested-resume"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void poolRunsEveryTaskOnce(String engine) {
        List<String> lines = run(engine, "task-pool", "--size=2", "6").lines().toList();
        assertEquals("2 coroutines have run 6 tasks", lines.getLast());
        assertEquals(7, lines.stream().distinct().count());
        assertEquals("3 coroutines have run 0 tasks\n", run(engine, "task-pool", "0"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void busyMillStillWakesASleeper(String engine) {
        assertEquals("main woke, the relays were busy\n", run(engine, "overload", "50"));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void dumpShowsWhoWaitsForWhat(String engine) {
        String dump = run(engine, "goredump");
        for (String row : List.of(
                "chr\\(<1>\\) .* clerk",
                "choose\\(<1>,<3>\\) .* packer",
                "chs\\(<2>\\) .* supplier",
                "msleep\\(\\) .* sleeper")) {
            assertTrue(dump.lines().anyMatch(line -> line.matches("\\{\\d}\\s+" + row)), dump);
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void valuesOfAllThreadsArrive(String engine) {
        assertEquals(
                "thread 1: 50 values\nthread 2: 50 values\nsum 2550\n",
                run(engine, "from-threads", "--threads=2", "50"));
        assertEquals("thread 1: 0 values\nsum 0\n", run(engine, "from-threads", "--threads=1", "0"));
    }

    @Test
    void blockingJavaCodeSuspendsOnlyItsCoroutine() {
        assertEquals("""
            taker waits for the queue
            sleeper goes to sleep
            meanwhile somebody else runs
            sleeper wakes, and fills the queue
            taker got a letter
            """, Launched.output("blocking-java"));
    }
}
