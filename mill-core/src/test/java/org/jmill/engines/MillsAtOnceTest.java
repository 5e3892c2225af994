package org.jmill.engines;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.harness.ChildJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The first mills of a JVM, which initialise the same classes at the same time.
class MillsAtOnceTest {
    @ParameterizedTest
    @EnumSource(names = {"CONTINUATION", "VIRTUAL", "PORTABLE"})
    void whoWaitsForAClassOfAnotherOneIsNoDeadlock(Engine engine) throws Exception {
        ChildJvm.Result result = ChildJvm.run(FirstMills.class, ChildJvm.FLAGS, engine.name());
        assertEquals("", result.err());
        assertEquals("8\n", result.out());
    }

    /// Eight mills, begun at the same moment.
    static final class FirstMills {
        private FirstMills() {}

        public static void main(String[] args) throws Exception {
            MillOptions options = MillOptions.defaults().engine(Engine.valueOf(args[0]));
            int mills = 8;
            CyclicBarrier start = new CyclicBarrier(mills);
            int[] received = new int[mills];
            List<Thread> threads = IntStream.range(0, mills)
                    .mapToObj(i -> Thread.ofPlatform().start(() -> received[i] = passOne(options, start)))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.println(IntStream.of(received).sum());
        }

        private static int passOne(MillOptions options, CyclicBarrier start) {
            try {
                start.await();
                return Mill.call(options, () -> {
                    Chan<Integer> ch = chmake(0);
                    go(() -> chs(ch, 1));
                    return chr(ch);
                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
