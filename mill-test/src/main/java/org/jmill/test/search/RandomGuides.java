package org.jmill.test.search;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jmill.test.sim.Kind;
import org.jmill.world.Subject;

/// Strategies that draw. Each schedule is drawn from the seed and its number alone.
final class RandomGuides {
    static final int PCT_DEPTH = 3;

    private static final long SPREAD = 0x9E3779B97F4A7C15L; // Of seeds that lie side by side: the golden ratio.

    /// How they draw.
    enum Strategy {
        /// A priority for each step of each coroutine (partial order sampling, without knowing what a step will do).
        POS,
        /// A priority for each coroutine, changed at a few places (probabilistic concurrency testing).
        PCT,
        /// Each answer is as likely as the others.
        UNIFORM
    }

    private final long seed;

    RandomGuides(long seed) {
        this.seed = seed;
    }

    /// @param number of the schedule
    /// @param length about how many decisions it will have
    Guide of(Strategy strategy, long number, int length) {
        return switch (strategy) {
            case POS -> new Pos(random(number));
            case PCT -> new Pct(random(number), Math.max(length, 2));
            case UNIFORM -> uniform(number);
        };
    }

    Guide uniform(long number) {
        SplittableRandom random = random(number);
        return (position, kind, bound) -> random.nextInt(bound);
    }

    /// Draws for a choose, as the real world does; all else is as by default.
    Guide draws() {
        SplittableRandom random = random(0);
        return (position, kind, bound) -> kind == Kind.DRAW ? random.nextInt(bound) : 0;
    }

    private SplittableRandom random(long number) {
        return random(seed, number);
    }

    /// What a run is drawn from.
    static SplittableRandom random(long seed, long number) {
        return new SplittableRandom(seed * SPREAD + number);
    }

    /// Draws where no turn is asked for: what is decided against by default goes wrong in one of four cases.
    private static int draw(SplittableRandom random, Kind kind, int bound) {
        boolean isRare = kind == Kind.ARRIVAL || kind == Kind.FAULT;
        return isRare && random.nextInt(4) != 0 ? 0 : random.nextInt(bound);
    }

    private static final class Pos implements Guide {
        private final SplittableRandom random;
        private final Priorities priorities = new Priorities(); // Of the next step of each.

        Pos(SplittableRandom random) {
            this.random = random;
        }

        @Override
        public int choose(int position, Kind kind, int bound) {
            return draw(random, kind, bound);
        }

        @Override
        public int turn(int position, Kind kind, List<? extends Subject> candidates) {
            int count = candidates.size();
            int best = 0;
            double highest = -1;
            for (int i = 0; i < count; i++) {
                double priority = priorities.of(candidates.get(i), random);
                if (priority > highest) {
                    highest = priority;
                    best = i;
                }
            }
            priorities.set(candidates.get(best), random.nextDouble());
            return best;
        }
    }

    private static final class Pct implements Guide {
        private final SplittableRandom random;
        private final Priorities priorities = new Priorities();
        private final int[] changes = new int[PCT_DEPTH - 1]; // There the one who would run falls behind all.
        private double lowest;

        Pct(SplittableRandom random, int length) {
            this.random = random;
            Arrays.setAll(changes, i -> random.nextInt(length));
        }

        @Override
        public int choose(int position, Kind kind, int bound) {
            return draw(random, kind, bound);
        }

        @Override
        public int turn(int position, Kind kind, List<? extends Subject> candidates) {
            int count = candidates.size();
            int best = best(candidates, count);
            if (isChange(position)) {
                priorities.set(candidates.get(best), --lowest);
                best = best(candidates, count);
            }
            return best;
        }

        private boolean isChange(int position) {
            for (int change : changes) {
                if (change == position) {
                    return true;
                }
            }
            return false;
        }

        private int best(List<? extends Subject> candidates, int count) {
            int best = 0;
            for (int i = 1; i < count; i++) {
                if (priority(candidates.get(i)) > priority(candidates.get(best))) {
                    best = i;
                }
            }
            return best;
        }

        private double priority(Subject subject) {
            return priorities.of(subject, random);
        }
    }

    /// A number for each coroutine, drawn when it is first asked for.
    private static final class Priorities {
        private double[] values = new double[16]; // By the coroutine's number; NaN: not drawn yet.

        Priorities() {
            Arrays.fill(values, Double.NaN);
        }

        double of(Subject subject, SplittableRandom random) {
            int id = (int) subject.id();
            if (id >= values.length || Double.isNaN(values[id])) {
                set(subject, random.nextDouble());
            }
            return values[id];
        }

        void set(Subject subject, double value) {
            int id = (int) subject.id();
            if (id >= values.length) {
                int from = values.length;
                values = Arrays.copyOf(values, 2 * id);
                Arrays.fill(values, from, values.length, Double.NaN);
            }
            values[id] = value;
        }
    }
}
