package org.jmill.bench.peer;

import static com.softwaremill.jox.Select.select;

import com.softwaremill.jox.Channel;
import java.util.EnumMap;
import java.util.Map;
import org.jmill.bench.program.Program;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Sample;

/// The perf programs with Jox's channels between virtual threads.
final class JoxPrograms {
    private static final int BATCH = 1_000_000;

    private JoxPrograms() {}

    static Map<Programs, Program> programs() {
        Map<Programs, Program> all = new EnumMap<>(Programs.class);
        all.put(Programs.CHAN, JoxPrograms::chan);
        all.put(Programs.CHS, count -> batches(count, true));
        all.put(Programs.CHR, count -> batches(count, false));
        all.put(Programs.STREAM, count -> stream(count, Channel.newRendezvousChannel()));
        all.put(Programs.BUFFERED, count -> stream(count, Channel.newBufferedChannel(128)));
        all.put(Programs.CHOOSE, JoxPrograms::choose);
        all.put(Programs.SELECT, JoxPrograms::selects);
        all.put(Programs.DONE, JoxPrograms::done);
        all.put(Programs.WHISPERS, JoxPrograms::whispers);
        all.replaceAll((name, program) -> count -> VirtualThreads.call(() -> program.run(count)));
        return all;
    }

    private static Sample chan(long count) throws Exception {
        Channel<Integer> to = Channel.newRendezvousChannel();
        Channel<Integer> from = Channel.newRendezvousChannel();
        long start = System.nanoTime();
        VirtualThreads.start(() -> {
            for (long i = 0; i != count; i++) {
                from.send(to.receive());
            }
        });
        Integer value = 0;
        for (long i = 0; i != count; i++) {
            to.send(value);
            value = from.receive();
        }
        return Sample.since(start, 2 * count);
    }

    private static Sample batches(long count, boolean sending) throws Exception {
        Channel<Integer> channel = Channel.newBufferedChannel((int) Math.min(count, BATCH));
        long nanos = 0;
        for (long left = count; left > 0; left -= BATCH) {
            long batch = Math.min(left, BATCH);
            long start = System.nanoTime();
            fill(channel, batch);
            long filled = System.nanoTime();
            drain(channel, batch);
            nanos += sending ? filled - start : System.nanoTime() - filled;
        }
        return new Sample(count, nanos, null);
    }

    private static void fill(Channel<Integer> channel, long count) throws Exception {
        for (long i = 0; i != count; i++) {
            channel.send(0);
        }
    }

    private static long drain(Channel<Integer> channel, long count) throws Exception {
        long sum = 0;
        for (long i = 0; i != count; i++) {
            sum += channel.receive();
        }
        return sum;
    }

    private static Sample stream(long count, Channel<Integer> channel) throws Exception {
        long start = System.nanoTime();
        VirtualThreads.start(() -> fill(channel, count));
        drain(channel, count);
        return Sample.since(start, count);
    }

    private static Sample choose(long count) throws Exception {
        int half = (int) ((Math.min(count, BATCH) + 1) / 2);
        Channel<Integer> a = Channel.newBufferedChannel(half);
        Channel<Integer> b = Channel.newBufferedChannel(half);
        long nanos = 0;
        for (long left = count; left > 0; left -= BATCH) {
            long batch = Math.min(left, BATCH);
            fill(a, batch / 2);
            fill(b, batch - batch / 2);
            long start = System.nanoTime();
            receiveEither(a, b, batch);
            nanos += System.nanoTime() - start;
        }
        return new Sample(count, nanos, null);
    }

    private static long receiveEither(Channel<Integer> a, Channel<Integer> b, long count) throws Exception {
        long sum = 0;
        for (long i = 0; i != count; i++) {
            sum += select(a.receiveClause(), b.receiveClause());
        }
        return sum;
    }

    private static Sample selects(long count) throws Exception {
        Channel<Integer> a = Channel.newRendezvousChannel();
        Channel<Integer> b = Channel.newRendezvousChannel();
        long start = System.nanoTime();
        VirtualThreads.start(() -> {
            for (long i = 0; i != count; i++) {
                select(a.sendClause(1), b.sendClause(1));
            }
        });
        receiveEither(a, b, count);
        return Sample.since(start, count);
    }

    private static Sample done(long count) throws Exception {
        long start = System.nanoTime();
        long closed = 0;
        for (long i = 0; i != count; i++) {
            Channel<Integer> channel = Channel.newRendezvousChannel();
            channel.done();
            if (!(channel.receiveOrClosed() instanceof Integer)) {
                closed++;
            }
        }
        return Sample.since(start, closed);
    }

    private static Sample whispers(long count) throws Exception {
        long start = System.nanoTime();
        Channel<Integer> leftmost = Channel.newRendezvousChannel();
        Channel<Integer> left = leftmost;
        for (long i = 0; i != count; i++) {
            Channel<Integer> right = Channel.newRendezvousChannel();
            Channel<Integer> listener = left;
            VirtualThreads.start(() -> listener.send(right.receive() + 1));
            left = right;
        }
        left.send(1);
        leftmost.receive();
        return Sample.since(start, count);
    }
}
