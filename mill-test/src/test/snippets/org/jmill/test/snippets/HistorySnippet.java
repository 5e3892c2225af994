package org.jmill.test.snippets;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.test.Counter;
import org.jmill.test.Fifo;
import org.jmill.test.History;
import org.jmill.test.Model;
import org.jmill.test.Op;
import org.jmill.test.Outcome;
import org.jmill.test.Register;

/// Histories of four objects.
public final class HistorySnippet {
    private HistorySnippet() {}

    /// A store that says "ok" before it has stored: the reader finds out.
    static void cache() {
        // @start region="example"
        Map<String, String> disk = new HashMap<>();
        Chan<Op.Put> writes = chmake(16);
        go("disk", () -> {
            for (Op.Put put : writes) {
                disk.put(put.key(), put.value());
            }
        });

        History<Op, String> history = History.of(Register.model());
        history.call(Op.put("x", "1"), op -> {
            chs(writes, (Op.Put) op);
            return "ok"; // It is not yet on the disk.
        });
        history.call(Op.get("x"), op -> disk.get(op.key()));
        history.mustBeLinearizable();
        // @end
    }

    static void queue() {
        // @start region="queue"
        Deque<String> queue = new ArrayDeque<>();
        History<Fifo<String>, String> history = History.of(Fifo.model());
        history.call(Fifo.put("a"), put -> queue.add("a") ? "ok" : "full");
        history.call(Fifo.put("b"), put -> queue.add("b") ? "ok" : "full");
        history.call(Fifo.take(), take -> queue.pollLast()); // The wrong end.
        history.mustBeLinearizable();
        // @end
    }

    static void counter() {
        // @start region="counter"
        long[] sum = new long[1];
        Chan<String> done = chmake(2);
        History<Counter, Long> history = History.of(Counter.model());
        for (String client : List.of("a", "b")) {
            go(client, () -> {
                history.call(Counter.add(1), add -> {
                    long before = sum[0];
                    Mill.yield(); // The other one comes in between.
                    return sum[0] = before + 1;
                });
                chs(done, client);
            });
        }
        chr(done);
        chr(done);
        history.mustBeLinearizable();
        // @end
    }

    // @start region="model"
    /// A lock; "lock" says whether the caller has it now, "unlock" whether anybody had it.
    record Lock() implements Model<Boolean, String, Boolean> {
        @Override
        public Boolean start() {
            return false;
        }

        @Override
        public List<Outcome<Boolean, Boolean>> outcomes(Boolean held, String op) {
            return List.of(op.equals("lock") ? Outcome.of(true, !held) : Outcome.of(false, held));
        }
    }
    // @end

    static void lock() {
        History<String, Boolean> history = History.of(new Lock());
        history.call("lock", op -> true);
        history.call("lock", op -> true);
        history.mustBeLinearizable();
    }

    public static void main(String[] args) {
        for (Runnable example : List.<Runnable>of(
                HistorySnippet::cache, HistorySnippet::queue, HistorySnippet::counter, HistorySnippet::lock)) {
            try {
                Mill.run(example::run);
            } catch (AssertionError e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
