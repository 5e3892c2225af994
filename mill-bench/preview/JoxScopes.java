package org.jmill.bench.peer;

import static com.softwaremill.jox.structured.Race.race;
import static com.softwaremill.jox.structured.Race.timeout;
import static com.softwaremill.jox.structured.Scopes.supervised;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.structured.Fork;
import com.softwaremill.jox.structured.Scope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jmill.bench.program.Program;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Sample;

/// The perf programs about scopes with Jox's.
final class JoxScopes {
    private static final int FORKS = 10;
    private static final int FAR_MS = 60_000;

    private JoxScopes() {}

    static Map<Programs, Program> programs() {
        Map<Programs, Program> all = new EnumMap<>(Programs.class);
        all.put(Programs.SCOPE_1, JoxScopes::scopes);
        all.put(Programs.SCOPE_FORK10, JoxScopes::forks);
        all.put(Programs.SCOPE_WITHIN, JoxScopes::within);
        all.put(Programs.SCOPE_RACE3, JoxScopes::races);
        all.replaceAll((name, program) -> count -> VirtualThreads.call(() -> program.run(count)));
        return all;
    }

    /// A user fork is one that the scope waits for.
    private static Sample scopes(long count) throws Exception {
        long start = System.nanoTime();
        for (long i = 0; i != count; i++) {
            supervised(scope -> scope.forkUser(() -> null));
        }
        return Sample.since(start, count);
    }

    private static Sample forks(long count) throws Exception {
        long start = System.nanoTime();
        long sum = 0;
        for (long i = 0; i != count; i++) {
            sum += supervised(JoxScopes::sum);
        }
        return Sample.since(start, sum / FORKS);
    }

    private static int sum(Scope scope) throws Exception {
        List<Fork<Integer>> forks = new ArrayList<>(FORKS);
        for (int i = 0; i < FORKS; i++) {
            forks.add(scope.fork(() -> 1));
        }
        int sum = 0;
        for (Fork<Integer> fork : forks) {
            sum += fork.join();
        }
        return sum;
    }

    private static Sample within(long count) throws Exception {
        long start = System.nanoTime();
        long sum = 0;
        for (long i = 0; i != count; i++) {
            sum += timeout(FAR_MS, () -> 1);
        }
        return Sample.since(start, sum);
    }

    private static Sample races(long count) throws Exception {
        Channel<Integer> never = Channel.newRendezvousChannel();
        Callable<Integer> loser = never::receive;
        Callable<Integer> winner = () -> 1;
        long start = System.nanoTime();
        long sum = 0;
        for (long i = 0; i != count; i++) {
            sum += race(loser, loser, winner);
        }
        return Sample.since(start, sum);
    }
}
