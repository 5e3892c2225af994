package org.jmill.bench.program;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.within;

import org.jmill.BlockingOperation;
import org.jmill.Chan;

/// Stretches of code with a deadline that does not come. One operation is one `within`. The note tells how many times a
/// receive with a deadline that is, for which somebody sends in time: there, too, a timer is armed and disarmed.
final class WithinProgram implements Program {
    private static final int FAR_MS = 60_000;
    private static final BlockingOperation<Integer, RuntimeException> BODY = () -> 1;

    private Chan<Integer> values;

    @Override
    public Sample run(long count) throws Exception {
        values = chmake(0);
        go(() -> {
            while (true) {
                values.send(1);
            }
        });
        return Pair.measure(count, WithinProgram::stretches, this::receives, "a receive with a deadline");
    }

    private static void stretches(long times) {
        long sum = 0;
        for (long i = 0; i != times; i++) {
            sum += within(now() + FAR_MS, BODY);
        }
        check(sum, times);
    }

    private void receives(long times) {
        long sum = 0;
        for (long i = 0; i != times; i++) {
            sum += values.receive(now() + FAR_MS);
        }
        check(sum, times);
    }

    private static void check(long sum, long expected) {
        if (sum != expected) {
            throw new IllegalStateException("within: results add up to " + sum + " instead of " + expected);
        }
    }
}
