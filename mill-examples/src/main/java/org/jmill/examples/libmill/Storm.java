package org.jmill.examples.libmill;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;

import java.util.stream.IntStream;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.examples.AtLeast;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows a random program: coroutines that send, receive, choose, sleep, spawn and yield.
/// Run: ./jmill run storm SEED COROUTINES CHANNELS STEPS
/// Prints each step; every line depends on the exact order in which the scheduler runs them.
@Command(
        description = "One generator tells each coroutine what to do next, another decides for choose."
                + " The same seed prints the same lines, here and in C.")
public final class Storm implements Twin {
    @Parameters(
            paramLabel = "SEED",
            index = "0",
            converter = Lcg.Seed.class,
            description = "of both generators: an unsigned 64-bit number")
    private long seed;

    @Parameters(
            paramLabel = "COROUTINES",
            index = "1",
            converter = AtLeast.Zero.class,
            description = "how many main starts; each may start others")
    private int actors;

    @Parameters(
            paramLabel = "CHANNELS",
            index = "2",
            converter = AtLeast.Two.class,
            description = "how many; the capacities are 0, 1, 2, 0, 1, 2, ...")
    private int nchans;

    @Parameters(
            paramLabel = "STEPS",
            index = "3",
            converter = AtLeast.Zero.class,
            description = "how many each of them takes")
    private int steps;

    private Lcg program;
    private Chan<Integer>[] chans;
    private int live;
    private int ids;

    private int pick(int n) {
        return program.nextInt(n);
    }

    private void actor(int id, int steps, int depth) {
        for (int i = 0; i != steps; ++i) {
            int a = pick(nchans);
            int b = (a + 1 + pick(nchans - 1)) % nchans;
            int v = id * 1000 + i;
            switch (pick(9)) {
                case 0 -> {
                    printf("%d yield\n", id);
                    Mill.yield();
                }
                case 1 ->
                    choose().out(chans[a], v, () -> printf("%d put %d on %d\n", id, v, a))
                            .otherwise(() -> printf("%d cannot put on %d\n", id, a))
                            .end();
                case 2 ->
                    choose().in(chans[a], x -> printf("%d took %d from %d\n", id, x, a))
                            .otherwise(() -> printf("%d finds %d empty\n", id, a))
                            .end();
                case 3 -> {
                    chs(chans[a], v);
                    printf("%d sent %d on %d\n", id, v, a);
                }
                case 4 -> printf("%d received %d from %d\n", id, chr(chans[a]), a);
                case 5 ->
                    choose().in(chans[a], x -> printf("%d chose %d from %d\n", id, x, a))
                            .out(chans[b], v, () -> printf("%d chose to put %d on %d\n", id, v, b))
                            .end();
                case 6 -> {
                    int c = (b + 1) % nchans == a ? (a + 1) % nchans : (b + 1) % nchans;
                    choose().in(chans[a], x -> printf("%d chose %d from %d\n", id, x, a))
                            .in(chans[b], x -> printf("%d chose %d from %d\n", id, x, b))
                            .out(chans[c], v, () -> printf("%d chose to put %d\n", id, v))
                            .end();
                }
                case 7 -> {
                    printf("%d naps\n", id);
                    msleep(0);
                    printf("%d woke\n", id);
                }
                case 8 -> {
                    if (depth > 0) {
                        ++live;
                        int child = ++ids;
                        printf("%d spawns %d\n", id, child);
                        go(() -> actor(child, steps / 2, depth - 1));
                    }
                }
                default -> throw new AssertionError();
            }
        }
        printf("%d ends\n", id);
        --live;
    }

    @Override
    public void main() {
        chans = channels();
        for (int i = 0; i != actors; ++i) {
            ++live;
            int id = ++ids;
            go(() -> actor(id, steps, 2));
        }
        // Main keeps every channel moving, so that nobody stays blocked.
        for (int next = 0; live > 0; next = (next + 1) % nchans) {
            int k = next;
            choose().in(chans[k], x -> printf("main drains %d from %d\n", x, k))
                    .otherwise()
                    .end();
            choose().out(chans[k], -k, () -> printf("main feeds %d\n", k))
                    .otherwise()
                    .end();
        }
        printf("main ends after %d coroutines\n", ids);
    }

    @SuppressWarnings("unchecked")
    private Chan<Integer>[] channels() {
        return IntStream.range(0, nchans).mapToObj(i -> chmake(i % 3)).toArray(Chan[]::new);
    }

    private static void printf(String format, Object... values) {
        System.out.printf(format, values);
    }

    @Override
    public void launch(MillOptions options) {
        program = new Lcg(seed);
        Mill.run(options.random(new Lcg(seed ^ 0x9e3779b97f4a7c15L)), this::main);
    }

    @Override
    public String soFar() {
        return ids + " coroutines started, " + live + " still alive";
    }
}
