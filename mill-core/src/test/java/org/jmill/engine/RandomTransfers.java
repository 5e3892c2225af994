package org.jmill.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Strands that transfer to each other at random, from random depths of calls, and end at random. Each knows
/// before it lets go who must run next, and each that runs checks that it was meant.
final class RandomTransfers {
    private static final int STEPS = 400;
    private static final int STRANDS = 12;

    private final StrandEngine engine;
    private final Consumer<Strand> rootNames;
    private final SplittableRandom random;
    private final long seed;
    private final List<Node> others = new ArrayList<>(); // Alive, main not included.
    private final Node main = new Node(0);
    private Node expected = main;
    private int made;
    private int steps;

    RandomTransfers(StrandEngine engine, Consumer<Strand> rootNames, long seed) {
        this.engine = engine;
        this.rootNames = rootNames;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /// A strand of the graph.
    private final class Node {
        private final int number;
        private final Strand strand;
        private final List<Long> locals = new ArrayList<>(); // Those of its frames, outermost first.

        Node(int number) {
            this.number = number;
            this.strand = number == 0 ? null : engine.strand(null, this::run);
        }

        Strand strand() {
            return number == 0 ? engine.main() : strand;
        }

        void run() {
            arrived(this);
            while (steps < STEPS && random.nextInt(20) > 0) {
                step(this, random.nextInt(6));
            }
            others.remove(this);
            Node next = anyone(this);
            expected = next;
            if (engine.idlesAtRoot() && random.nextInt(4) == 0) {
                rootNames.accept(next.strand());
                engine.finish(null);
            } else {
                engine.finish(next.strand());
            }
        }
    }

    /// The body of the main strand; returns when all others have ended.
    void runMain() {
        while (steps < STEPS) {
            while (others.size() < STRANDS) {
                others.add(new Node(++made));
            }
            step(main, random.nextInt(6));
        }
        while (!others.isEmpty()) {
            step(main, 0);
        }
    }

    /// Transfers to somebody, from so many calls below, and checks what it finds in each on the way back.
    private void step(Node self, int depth) {
        long local = random.nextLong();
        self.locals.add(local);
        if (depth > 0) {
            step(self, depth - 1);
        } else {
            transfer(self);
        }
        if (local != self.locals.removeLast()) {
            throw new AssertionError("a local variable has changed, seed " + seed);
        }
    }

    private void transfer(Node self) {
        steps++;
        Node next = anyone(self);
        if (next == self) {
            return;
        }
        expected = next;
        if (engine.idlesAtRoot() && random.nextInt(4) == 0) {
            rootNames.accept(next.strand());
            engine.transfer(null);
        } else {
            engine.transfer(next.strand());
        }
        arrived(self);
    }

    private void arrived(Node self) {
        if (expected != self) {
            throw new AssertionError("ran " + self.number + ", not " + expected.number + ", seed " + seed);
        }
    }

    /// Somebody alive but this one; main, rarely or if there is nobody else.
    private Node anyone(Node self) {
        List<Node> candidates = others.stream().filter(n -> n != self).toList();
        if (candidates.isEmpty() || (self != main && random.nextInt(8) == 0)) {
            return main;
        }
        return candidates.get(random.nextInt(candidates.size()));
    }
}
