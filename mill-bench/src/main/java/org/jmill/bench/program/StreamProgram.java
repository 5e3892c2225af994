package org.jmill.bench.program;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;

/// One coroutine sends, another receives. One operation is one send with its receive. `stream` uses
/// an unbuffered channel, `buffered` one that holds 128 values.
final class StreamProgram implements Program {
    private final int capacity;

    /// @param capacity that of the channel
    StreamProgram(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public Sample run(long count) {
        Chan<Integer> channel = chmake(capacity);
        long start = System.nanoTime();
        go(() -> send(channel, count));
        long sum = 0;
        for (long i = 0; i != count; i++) {
            sum += chr(channel);
        }
        Sample sample = Sample.since(start, count);
        if (sum != count) {
            throw new IllegalStateException("stream: values add up to " + sum + " instead of " + count);
        }
        return sample;
    }

    private static void send(Chan<Integer> channel, long count) {
        for (long i = 0; i != count; i++) {
            chs(channel, 1);
        }
    }
}
