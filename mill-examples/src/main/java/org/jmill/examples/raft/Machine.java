package org.jmill.examples.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What the final part of the log makes of the table, and the clients that wait for it.
///
/// Invariants:
/// - I1 All entries up to `committed` have been applied, in their order, each once; none behind it.
/// - I2 Each client waits for an entry behind `committed`.
final class Machine {
    private final String name;
    private final Durable durable;
    private final Witness witness;
    private final Table table = new Table();
    private final TreeMap<Long, Consumer<String>> waiting = new TreeMap<>(); // By the index of the entry.
    private final List<Runnable> answers = new ArrayList<>(); // To be given when all is saved.
    private long committed;

    Machine(String name, Durable durable, Witness witness) {
        this.name = name;
        this.durable = durable;
        this.witness = witness;
    }

    /// Up to which index the log is final.
    long committed() {
        return committed;
    }

    /// The log is final up to an index, at least.
    void commit(long upTo) {
        while (committed < upTo) {
            Entry entry = durable.at(++committed);
            witness.applies(name, committed, entry);
            String result = table.apply(entry.command());
            Consumer<String> client = waiting.remove(committed);
            if (client != null) {
                answer(client, result);
            }
        }
    }

    /// Checks that an entry may yet be another one.
    void checkOpen(long index) {
        if (index <= committed) {
            throw new IllegalStateException("append: entry is final: " + index + " of " + committed);
        }
    }

    /// A client waits for the last entry.
    void await(Consumer<String> client) {
        waiting.put(durable.last(), client);
    }

    /// Nobody knows what will become of the entries that are not final.
    void giveUp() {
        List<Consumer<String>> clients = List.copyOf(waiting.values());
        waiting.clear();
        clients.forEach(client -> answer(client, "error: leads no more; it may be done or not"));
    }

    /// Has an answer given, when all is saved.
    <T> void answer(Consumer<T> asker, T answer) {
        answers.add(() -> asker.accept(answer));
    }

    /// The answers to be given.
    List<Runnable> takeAnswers() {
        List<Runnable> given = List.copyOf(answers);
        answers.clear();
        return given;
    }
}
