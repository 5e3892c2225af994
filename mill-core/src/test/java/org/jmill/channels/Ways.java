package org.jmill.channels;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.now;

import java.util.List;
import java.util.function.Consumer;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Inside;
import org.jmill.Mill;

/// All the ways to send to a channel and to receive from one.
public final class Ways {
    /// One way to use a channel.
    ///
    /// @param operation how its panics begin
    public record Way(String name, String operation, Consumer<Chan<Object>> use) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Object VALUE = "v";

    public static final List<Way> TO_SEND = List.of(
            new Way("chs", "chs", ch -> chs(ch, VALUE)),
            new Way("send", "chs", ch -> ch.send(VALUE)),
            new Way("send by a deadline", "chs", ch -> ch.send(VALUE, now() + 60_000)),
            new Way("send by a past deadline", "chs", ch -> ch.send(VALUE, 0)),
            new Way("trySend", "chs", ch -> ch.trySend(VALUE)),
            new Way("choose out", "out", ch -> choose().out(ch, VALUE).end()),
            new Way(
                    "choose out with handler",
                    "out",
                    ch -> choose().out(ch, VALUE, () -> {}).end()),
            new Way(
                    "choose out twice",
                    "out",
                    ch -> choose().out(ch, VALUE).out(ch, VALUE).end()),
            new Way(
                    "choose outFrom",
                    "out",
                    ch -> choose().outFrom(ch, () -> VALUE).end()),
            new Way(
                    "choose out or otherwise",
                    "out",
                    ch -> choose().out(ch, VALUE).otherwise().end()),
            new Way(
                    "choose out by a deadline",
                    "out",
                    ch -> choose().out(ch, VALUE).deadline(now() + 60_000).end()),
            new Way(
                    "choose out biased",
                    "out",
                    ch -> choose().biased().out(ch, VALUE).end()));

    public static final List<Way> TO_RECEIVE = List.of(
            new Way("chr", "chr", Mill::chr),
            new Way("receive", "chr", Chan::receive),
            new Way("receive by a deadline", "chr", ch -> ch.receive(now() + 60_000)),
            new Way("receive by a past deadline", "chr", ch -> ch.receive(0)),
            new Way("receiveOrDone", "chr", Chan::receiveOrDone),
            new Way("receiveOrDone by a deadline", "chr", ch -> ch.receiveOrDone(now() + 60_000)),
            new Way("receiveOrDone by a past deadline", "chr", ch -> ch.receiveOrDone(0)),
            new Way("tryReceive", "chr", Chan::tryReceive),
            new Way("for-each", "chr", ch -> ch.iterator().hasNext()),
            new Way("choose in", "in", ch -> choose().in(ch).end()),
            new Way(
                    "choose in with handler",
                    "in",
                    ch -> choose().in(ch, v -> {}).end()),
            new Way("choose in twice", "in", ch -> choose().in(ch).in(ch).end()),
            new Way(
                    "choose in or otherwise",
                    "in",
                    ch -> choose().in(ch).otherwise().end()),
            new Way(
                    "choose in by a deadline",
                    "in",
                    ch -> choose().in(ch).deadline(now() + 60_000).end()),
            new Way("choose in biased", "in", ch -> choose().biased().in(ch).end()));

    private Ways() {}

    /// Checks that a mill works: a value goes through a fresh channel, waiting included.
    public static void assertMillUsable() {
        Chan<Integer> ch = Mill.chmake(0);
        Mill.go(() -> chs(ch, 42));
        if (chr(ch) != 42 || choose().in(ch).otherwise().end() != Choose.TIMEOUT) {
            throw new AssertionError("the mill is not usable any more");
        }
        Inside.check();
    }
}
