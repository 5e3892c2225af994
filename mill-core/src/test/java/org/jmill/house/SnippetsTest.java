package org.jmill.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jmill.snippets.BarrierSnippet;
import org.jmill.snippets.ChanSnippet;
import org.jmill.snippets.ChooseOfSnippet;
import org.jmill.snippets.ChooseSnippet;
import org.jmill.snippets.CondSnippet;
import org.jmill.snippets.CoroSnippet;
import org.jmill.snippets.CoroutineLocalSnippet;
import org.jmill.snippets.CoroutineSnippet;
import org.jmill.snippets.EventSnippet;
import org.jmill.snippets.FlightsSnippet;
import org.jmill.snippets.GeneratorSnippet;
import org.jmill.snippets.InboxSnippet;
import org.jmill.snippets.LatchSnippet;
import org.jmill.snippets.MillSnippet;
import org.jmill.snippets.MutexSnippet;
import org.jmill.snippets.ParkingLotSnippet;
import org.jmill.snippets.RateSnippet;
import org.jmill.snippets.RetrySnippet;
import org.jmill.snippets.RwLockSnippet;
import org.jmill.snippets.ScopeSnippet;
import org.jmill.snippets.SemaphoreSnippet;
import org.jmill.snippets.SignalSnippet;
import org.jmill.snippets.SourceSnippet;
import org.jmill.snippets.TopicSnippet;
import org.jmill.snippets.WaitGroupSnippet;
import org.jmill.snippets.WorldSnippet;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The examples of the Javadoc print what they say.
@ResourceLock(Resources.SYSTEM_OUT)
class SnippetsTest {
    interface Main {
        void main(String[] args) throws Exception;
    }

    static Stream<Arguments> snippets() {
        return Stream.of(
                snippet("Mill", MillSnippet::main, "sum of squares: 385"),
                snippet("Chan", ChanSnippet::main, "first", "second"),
                snippet("Choose", ChooseSnippet::main, "word hello", "sent 7"),
                snippet("ChooseOf", ChooseOfSnippet::main, "word hello", "true"),
                snippet("Coroutine", CoroutineSnippet::main, "tick", "stopped", "ticker is DONE"),
                snippet("CoroutineLocal", CoroutineLocalSnippet::main, "child 2", "main 1"),
                snippet("Coro", CoroSnippet::main, "so far 3", "so far 7", "in all 12", "DEAD"),
                snippet("Generator", GeneratorSnippet::main, "0 1 1 2 3 5 8 13 "),
                snippet("Inbox", InboxSnippet::main, "from another thread"),
                snippet("ParkingLot", ParkingLotSnippet::main, "opens", "through"),
                snippet("Scope", ScopeSnippet::main, "the user, the cart"),
                snippet("Signal", SignalSnippet::main, "the thread is ready", "go on"),
                snippet("Barrier", BarrierSnippet::main, "Ann 1", "Bob 1", "Bob 2", "Ann 2"),
                snippet("Cond", CondSnippet::main, "does the dishes"),
                snippet("Event", EventSnippet::main, "opens", "through"),
                snippet("Latch", LatchSnippet::main, "red is ready", "blue is ready", "go!"),
                snippet("Mutex", MutexSnippet::main, "Ann asks", "Ann is answered", "Bob asks", "Bob is answered"),
                snippet("RwLock", RwLockSnippet::main, "read the old ones", "changed"),
                snippet("Semaphore", SemaphoreSnippet::main, "request 1", "request 2", "request 3", "quiet"),
                snippet(
                        "WaitGroup",
                        WaitGroupSnippet::main,
                        "worker 1 is done",
                        "worker 2 is done",
                        "worker 3 is done",
                        "all are"),
                snippet("Source", SourceSnippet::main, "385"),
                snippet("Flights", FlightsSnippet::main, "fetches it", "Bob has <html>", "Ann has <html>"),
                snippet(
                        "Rate",
                        RateSnippet::main,
                        "sent 1",
                        "sent 2",
                        "sent 3",
                        "not within a minute, as is known at once"),
                snippet("Retry", RetrySnippet::main, "answered at attempt 3"),
                snippet("Topic", TopicSnippet::main, "all: rain", "all: wind", "all: sun", "latest: sun", "slow: 2"),
                snippet("World", WorldSnippet::main, "right", "right", "right", "left"));
    }

    private static Arguments snippet(String name, Main main, String... lines) {
        return Arguments.of(name, main, String.join("\n", lines) + "\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("snippets")
    void snippetPrintsWhatItSays(String name, Main main, String expected) throws Exception {
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
