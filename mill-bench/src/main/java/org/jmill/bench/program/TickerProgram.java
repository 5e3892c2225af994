package org.jmill.bench.program;

import static org.jmill.Mill.ticker;

import org.jmill.Chan;
import org.jmill.Scope;

/// A thousand coroutines that listen to tickers, one each. One operation is a tick that was received. Tickers tick in
/// real time, in which the mill has time to rest: what is measured is the time on the processor.
final class TickerProgram implements Program {
    private static final int TICKERS_MAX = 1_000;
    private static final int PERIOD_MS = 10;

    @Override
    public Sample run(long count) {
        long tickers = Math.min(count, TICKERS_MAX);
        long start = ProcessorTime.nanos();
        Scope.run(scope -> {
            for (long i = 0; i != tickers; i++) {
                long ticks = count / tickers + (i < count % tickers ? 1 : 0);
                scope.go(() -> listen(ticks));
            }
        });
        return new Sample(count, ProcessorTime.nanos() - start, null);
    }

    private static void listen(long times) {
        Chan<Long> ticks = ticker(PERIOD_MS);
        for (long i = 0; i != times; i++) {
            ticks.receive();
        }
        ticks.done();
    }
}
