package org.jmill.bench;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.bench.program.Program;
import org.jmill.bench.program.Sample;

/// jmill itself: each round in a mill of its own.
///
/// @param options of each mill
/// @param maker makes the program of a round
record MillContender(MillOptions options, Supplier<Program> maker) implements Contender {
    @Override
    public Sample run(long count) throws Exception {
        Callable<Sample> round = () -> maker.get().run(count);
        return Mill.call(options, round);
    }

    @Override
    public void warmUp(long count) throws Exception {
        Mill.run(options, () -> maker.get().warmUp(count));
    }
}
