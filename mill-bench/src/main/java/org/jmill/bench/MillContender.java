package org.jmill.bench;

import java.util.concurrent.Callable;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Sample;

/// jmill itself: each round in a mill of its own.
///
/// @param options of each mill
/// @param program what to run
record MillContender(MillOptions options, Programs program) implements Contender {
    @Override
    public Sample run(long count) throws Exception {
        Callable<Sample> round = () -> program.make().run(count);
        return Mill.call(options, round);
    }

    @Override
    public void warmUp(long count) throws Exception {
        Mill.run(options, () -> program.make().warmUp(count));
    }
}
