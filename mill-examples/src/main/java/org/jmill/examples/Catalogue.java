package org.jmill.examples;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jmill.examples.coro.NestedResume;
import org.jmill.examples.coro.Permutations;
import org.jmill.examples.coro.ProducerConsumer;
import org.jmill.examples.coro.TaskPool;
import org.jmill.examples.files.LogPipeline;
import org.jmill.examples.files.Wordcount;
import org.jmill.examples.go.BlockingJava;
import org.jmill.examples.go.DaisyChain;
import org.jmill.examples.go.Deadline;
import org.jmill.examples.go.FanIn;
import org.jmill.examples.go.FanOut;
import org.jmill.examples.go.FromThreads;
import org.jmill.examples.go.Gather;
import org.jmill.examples.go.Guards;
import org.jmill.examples.go.Hello;
import org.jmill.examples.go.PingPong;
import org.jmill.examples.go.Pipeline;
import org.jmill.examples.go.Powser;
import org.jmill.examples.go.PubSub;
import org.jmill.examples.go.RateLimiter;
import org.jmill.examples.go.Semaphore;
import org.jmill.examples.go.Sleepsort;
import org.jmill.examples.go.Ticker;
import org.jmill.examples.go.Timeout;
import org.jmill.examples.go.WorkerPool;
import org.jmill.examples.greet.Greet1;
import org.jmill.examples.greet.Greet2;
import org.jmill.examples.greet.Greet3;
import org.jmill.examples.greet.Greet4;
import org.jmill.examples.greet.Greet5;
import org.jmill.examples.greet.Greet6;
import org.jmill.examples.greet.Greet7;
import org.jmill.examples.greet.Greet8;
import org.jmill.examples.libmill.Cls;
import org.jmill.examples.libmill.Goredump;
import org.jmill.examples.libmill.MergeSort;
import org.jmill.examples.libmill.OrderBuffered;
import org.jmill.examples.libmill.OrderChoose;
import org.jmill.examples.libmill.OrderDone;
import org.jmill.examples.libmill.OrderGo;
import org.jmill.examples.libmill.OrderRendezvous;
import org.jmill.examples.libmill.OrderTimers;
import org.jmill.examples.libmill.Overload;
import org.jmill.examples.libmill.Philosophers;
import org.jmill.examples.libmill.PipeFdwait;
import org.jmill.examples.libmill.Sieve;
import org.jmill.examples.libmill.Storm;
import org.jmill.examples.libmill.Whispers;
import org.jmill.examples.libmill.Workers;
import org.jmill.examples.net.Broker;
import org.jmill.examples.net.Echo;
import org.jmill.examples.net.EchoLoad;
import org.jmill.examples.net.Greet;
import org.jmill.examples.net.JavaBlocking;
import org.jmill.examples.net.Proxy;
import org.jmill.examples.net.Supervise;
import org.jmill.examples.net.TimeClient;
import org.jmill.examples.net.TimeServer;
import org.jmill.examples.net.chat.Chat;
import org.jmill.examples.net.http.Crawl;
import org.jmill.examples.net.http.Get;
import org.jmill.examples.net.http.HttpFiles;
import org.jmill.examples.net.kv.Kv;
import org.jmill.examples.raft.Raft;
import org.jmill.examples.structure.Hedge;
import org.jmill.examples.structure.Limits;
import org.jmill.examples.structure.Scatter;
import org.jmill.examples.tutorial.Tutorial;

/// All examples by name, in groups. Only the class of the one that runs is ever loaded: a row of
/// the table and a case of [#make] are all that is known of the others.
final class Catalogue {
    private static final String TABLE = """
        First steps:
          hello              a coroutine and a channel
          tutorial           the steps of docs/tutorial.md, from hello to a chat server

        Real files:
          wordcount          counts words: readers, a pool of counters, a merger
          log-pipeline       filters and groups the lines of log files

        On the network:
          echo               sends back what it receives; also over TLS
          greet              asks for names, counts connections: libmill's tutorial
          get                fetches a page by http or https
          echo-load          clients of echo: successes and failures per second
          time-server        tells the time by datagrams
          time-client        asks for it, again and again if need be
          crawl              a crawler with a bounded frontier, over its own site
          java-blocking      Java's own sockets, web client and JDBC in coroutines
          supervise          clients fail alone, and may finish at Ctrl-C

        On scopes:
          scatter            three back ends, one deadline, the answers that came
          hedge              who does not answer soon gets a rival
          limits             so many a second, so many at once, news for a slow reader

        Services:
          chat               rooms, nicknames; slow readers are dropped
          broker             publish and subscribe over tcp
          http-files         a web server for files: a codec of Netty's on sockets of jmill's
          proxy              forwards connections, half-closes too
          kv                 a key-value server for redis-cli and redis-benchmark
          raft               nodes that keep a log in common, though some of them fail

        libmill's tutorial:
          greet-1            listens, accepts, hangs up
          greet-2            a dialogue with one client after the other
          greet-3            the server survives a connection that fails
          greet-4            a coroutine for each connection
          greet-5            one deadline for a whole dialogue
          greet-6            statistics, fed by a channel
          greet-7            several mills on one port
          greet-8            the same with TLS

        As in Go:
          ping-pong          two players and a ball
          daisy-chain        100,000 gophers, each adds one
          fan-in             two talkers, heard as they are ready
          fan-out            workers that share one channel of jobs
          worker-pool        computing on several processors, results in order
          pipeline           stages that stop when the consumer has enough
          rate-limiter       tokens that drop into a bucket
          ticker             a line at fixed times, until it is stopped
          timeout            deadlines for a choose, a receive, a conversation
          semaphore          so many work at once, the others wait their turn
          guards             a store that takes while it has room, gives while it has some
          pub-sub            topics, subscribers, and one that is too slow
          gather             a group of tasks; the first failure cancels the others
          deadline           contexts: deadlines and cancellation, handed down
          from-threads       values from Java threads, through an inbox
          blocking-java      Thread.sleep and queues that block only their coroutine
          powser             power series whose terms are computed on demand
          sleepsort          sorts numbers by sleeping

        Coroutines as in Lua:
          producer-consumer  a producer that yields to its consumer
          permutations       a generator that yields in the middle of its recursion
          nested-resume      coroutines that resume one another
          task-pool          a few coroutines run many tasks that sleep and yield

        From libmill:
          example            three workers that print and sleep
          overload           a busy mill still looks at its timers
          goredump           who waits for what, in a table
          whispers           a message through a chain of coroutines

        Twins of C programs: each prints what libmill prints, in the same order:
          cls                coroutine-local storage: empty at first, each has its own
          merge_sort         each level streams its half, sorted, down a channel
          order_buffered     two producers, a buffered channel, the terminal value
          order_choose       choose with one ready clause at a time
          order_done         chdone wakes receivers in the order they queued
          order_go           go runs the child at once, the caller goes to the back
          order_rendezvous   senders and receivers on an unbuffered channel
          order_timers       deadlines wake in expiry order
          philosophers       five philosophers whose forks are channels of capacity 1
          pipe_fdwait        fdwait on a pipe: timeout, readiness, both directions
          sieve              the prime sieve: a chain of filters
          storm              a random program; every line depends on the order
        """;

    private Catalogue() {}

    /// A new example of that name, or null if there is none.
    static Example make(String name) {
        return switch (name) {
            case "tutorial" -> new Tutorial();
            case "hello" -> new Hello();
            case "example" -> new Workers();
            case "wordcount" -> new Wordcount();
            case "ping-pong" -> new PingPong();
            case "daisy-chain" -> new DaisyChain();
            case "fan-in" -> new FanIn();
            case "fan-out" -> new FanOut();
            case "worker-pool" -> new WorkerPool();
            case "pipeline" -> new Pipeline();
            case "rate-limiter" -> new RateLimiter();
            case "ticker" -> new Ticker();
            case "timeout" -> new Timeout();
            case "semaphore" -> new Semaphore();
            case "pub-sub" -> new PubSub();
            case "guards" -> new Guards();
            case "gather" -> new Gather();
            case "deadline" -> new Deadline();
            case "powser" -> new Powser();
            case "log-pipeline" -> new LogPipeline();
            case "sleepsort" -> new Sleepsort();
            case "overload" -> new Overload();
            case "goredump" -> new Goredump();
            case "from-threads" -> new FromThreads();
            case "blocking-java" -> new BlockingJava();
            case "whispers" -> new Whispers();
            case "producer-consumer" -> new ProducerConsumer();
            case "permutations" -> new Permutations();
            case "nested-resume" -> new NestedResume();
            case "task-pool" -> new TaskPool();
            case "echo" -> new Echo();
            case "greet" -> new Greet();
            case "get" -> new Get();
            case "echo-load" -> new EchoLoad();
            case "time-server" -> new TimeServer();
            case "time-client" -> new TimeClient();
            case "proxy" -> new Proxy();
            case "crawl" -> new Crawl();
            case "java-blocking" -> new JavaBlocking();
            case "supervise" -> new Supervise();
            case "scatter" -> new Scatter();
            case "hedge" -> new Hedge();
            case "limits" -> new Limits();
            case "broker" -> new Broker();
            case "chat" -> new Chat();
            case "http-files" -> new HttpFiles();
            case "kv" -> new Kv();
            case "raft" -> new Raft();
            case "greet-1" -> new Greet1();
            case "greet-2" -> new Greet2();
            case "greet-3" -> new Greet3();
            case "greet-4" -> new Greet4();
            case "greet-5" -> new Greet5();
            case "greet-6" -> new Greet6();
            case "greet-7" -> new Greet7();
            case "greet-8" -> new Greet8();
            case "cls" -> new Cls();
            case "merge_sort" -> new MergeSort();
            case "order_buffered" -> new OrderBuffered();
            case "order_choose" -> new OrderChoose();
            case "order_done" -> new OrderDone();
            case "order_go" -> new OrderGo();
            case "order_rendezvous" -> new OrderRendezvous();
            case "order_timers" -> new OrderTimers();
            case "philosophers" -> new Philosophers();
            case "pipe_fdwait" -> new PipeFdwait();
            case "sieve" -> new Sieve();
            case "storm" -> new Storm();
            default -> null;
        };
    }

    /// All names, in the order in which they are listed.
    static List<String> names() {
        return rows().map(row -> row.substring(0, row.indexOf(' '))).toList();
    }

    /// What an example shows, in a line.
    static String summary(String name) {
        return rows().filter(row -> row.startsWith(name + " "))
                .map(row -> row.substring(name.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> rows() {
        return TABLE.lines().filter(line -> line.startsWith("  ")).map(String::strip);
    }

    /// Prints names and summaries.
    static void print(PrintStream out) {
        out.print(TABLE);
    }

    /// The names that somebody may have meant, the likeliest first; at most three.
    static List<String> similar(String typed) {
        String wanted = plain(typed);
        record Guess(String name, int distance) {}
        return names().stream()
                .map(name -> new Guess(name, distance(wanted, plain(name))))
                .filter(guess -> guess.distance() <= Math.max(1, wanted.length() / 3))
                .sorted((a, b) -> Integer.compare(a.distance(), b.distance()))
                .limit(3)
                .map(Guess::name)
                .toList();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// How many letters must be put in, taken out or replaced (Levenshtein); none for the beginning
    /// of a longer name.
    private static int distance(String typed, String name) {
        if (typed.length() > 2 && name.startsWith(typed)) {
            return 0;
        }
        int[] above = new int[name.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= typed.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = typed.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(above[j - 1] + replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[name.length()];
    }
}
