package org.jmill.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs each benchmark once, in small and in this JVM, so that none can rot.
class SmokeTest {
    private static final List<Class<?>> BENCHMARKS = List.of(
            CapacityBenchmark.class,
            EarlyRingBenchmark.class,
            ManyBenchmark.class,
            NoWaitBenchmark.class,
            RoundTripBenchmark.class,
            SocketBenchmark.class,
            SwitchBenchmark.class);

    @BeforeAll
    static void prepare() {
        System.setProperty("jmill.bench.smoke", "true");
        System.setProperty("jmh.ignoreLock", "true"); // Others may run JMH on this machine.
    }

    @Test
    void everyBenchmarkRuns() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("org\\.jmill\\.bench\\.jmh\\..*")
                        .param("engine", "CONTINUATION")
                        .param("capacity", "0")
                        .param("count", "100")
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(1))
                        .timeout(TimeValue.minutes(1))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        assertEquals(
                methods().sorted().toList(),
                results.stream().map(r -> r.getParams().getBenchmark()).sorted().toList());
        for (RunResult result : results) {
            assertTrue(
                    result.getPrimaryResult().getScore() > 0, result.getParams().getBenchmark());
        }
    }

    /// All that is annotated, by reflection: a benchmark that the generator missed is noticed.
    private static Stream<String> methods() {
        return BENCHMARKS.stream()
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(m -> m.getDeclaringClass().getName() + "." + m.getName());
    }
}
