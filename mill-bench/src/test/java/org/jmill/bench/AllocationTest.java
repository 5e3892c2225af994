package org.jmill.bench;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.junit.jupiter.api.Test;

/// The hot paths allocate nothing. Measured on the continuation engine, where one thread does all
/// of it and the JVM counts what that thread allocates, the stacks of parked coroutines included.
class AllocationTest {
    private static final int OPERATIONS = 200_000;

    /// A byte in twenty operations: what the start of a mill and a moved stack may cost, but far
    /// less than any object per operation would.
    private static final double BYTES_MAX = 0.05;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void sendAndReceiveOnABufferedChannel() {
        check(() -> {
            Chan<Integer> channel = chmake(2);
            return () -> {
                chs(channel, 1);
                chr(channel);
            };
        });
    }

    @Test
    void messageOnAnUnbufferedChannel() {
        check(() -> {
            Chan<Integer> channel = chmake(0);
            go(() -> {
                while (true) {
                    chs(channel, 1);
                }
            });
            return () -> chr(channel);
        });
    }

    @Test
    void keptChooseThatNeedNotWait() {
        check(() -> {
            Chan<Integer> used = chmake(1);
            Chan<Integer> empty = chmake(0);
            Choose out = choose().out(used, 1).in(empty);
            Choose in = choose().in(used).in(empty);
            return () -> {
                out.end();
                in.end();
            };
        });
    }

    @Test
    void keptChooseThatWaitsOnBothSides() {
        check(() -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            go(() -> {
                Choose out = choose().out(a, 1).out(b, 2);
                while (true) {
                    out.end();
                }
            });
            Choose in = choose().in(a).in(b);
            return in::end;
        });
    }

    @Test
    void yieldBetweenTwoCoroutines() {
        check(() -> {
            go(() -> {
                while (true) {
                    Mill.yield();
                }
            });
            return Mill::yield;
        });
    }

    private interface Setup {
        Runnable operation();
    }

    private static void check(Setup setup) {
        double[] bytes = new double[1];
        Mill.run(MillOptions.defaults().engine(Engine.CONTINUATION).strict(false), () -> {
            Runnable operation = setup.operation();
            bytes[0] = measure(operation); // Interpreted frames need larger stacks.
            bytes[0] = measure(operation);
        });
        assertTrue(bytes[0] < BYTES_MAX, bytes[0] + " bytes per operation");
    }

    private static double measure(Runnable operation) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < OPERATIONS; i++) {
            operation.run();
        }
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / OPERATIONS;
    }
}
