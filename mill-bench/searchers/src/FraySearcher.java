package org.jmill.bench.searchers;

import org.pastalab.fray.core.observers.TimelineCoverageType;
import org.pastalab.fray.core.randomness.ControlledRandomProvider;
import org.pastalab.fray.core.scheduler.POSScheduler;
import org.pastalab.fray.junit.plain.FrayInTestLauncher;

/// Fray with its default strategy. It measures no coverage here, as jmill does not.
final class FraySearcher implements SearcherPeer.Searcher {
    private static final int TIMEOUT_S = 3_600;

    @Override
    public void search(Runnable program, int schedules) {
        FrayInTestLauncher.INSTANCE.launchFray(
                program,
                new POSScheduler(),
                new ControlledRandomProvider(),
                schedules,
                TIMEOUT_S,
                false,
                TimelineCoverageType.NONE,
                configuration -> kotlin.Unit.INSTANCE);
    }
}
