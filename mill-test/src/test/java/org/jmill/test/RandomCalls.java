package org.jmill.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/// Makes histories of an object that has its effects at some time while it is called, and lies now and then.
final class RandomCalls<S, O, R> {
    private final Model<S, O, R> model;
    private final Random random;
    private final Function<Random, O> ops;
    private final double lies;
    private S state;

    /// One client's call: its effect may have been already.
    private final class Going {
        final Call<O, R> call;
        boolean isDone;
        R result;

        Going(Call<O, R> call) {
            this.call = call;
        }

        void takesEffect() {
            if (!isDone) {
                List<Outcome<S, R>> outcomes = model.outcomes(state, call.op());
                Outcome<S, R> outcome = outcomes.get(random.nextInt(outcomes.size()));
                state = outcome.next();
                result = outcome.result();
                isDone = true;
            }
        }
    }

    /// @param lies how often an answer is not that of the call, but that of another one at another time; 0 to 1
    RandomCalls(Model<S, O, R> model, Random random, Function<Random, O> ops, double lies) {
        this.model = model;
        this.random = random;
        this.ops = ops;
        this.lies = lies;
    }

    /// @param clients how many calls there are at the same time
    /// @param loses how often a call has no answer, 0 to 1
    History<O, R> history(int count, int clients, double loses) {
        History<O, R> history = History.of(model);
        List<Going> going = new ArrayList<>();
        state = model.start();
        int begun = 0;
        while (begun < count || !going.isEmpty()) {
            if (begun < count && going.size() < clients && random.nextBoolean()) {
                going.add(new Going(history.begin("c" + begun++, ops.apply(random))));
            } else if (!going.isEmpty()) {
                Going one = going.get(random.nextInt(going.size()));
                switch (random.nextInt(3)) {
                    case 0 -> one.takesEffect();
                    case 1 -> {
                        going.remove(one);
                        end(one, loses);
                    }
                    default -> {}
                }
            }
        }
        return history;
    }

    private void end(Going one, double loses) {
        if (random.nextDouble() < loses) {
            if (random.nextBoolean()) {
                one.call.lost(new IllegalStateException());
            }
            return;
        }
        one.takesEffect();
        boolean lie = random.nextDouble() < lies;
        List<Outcome<S, R>> others = model.outcomes(model.start(), one.call.op());
        one.call.returned(lie ? others.getFirst().result() : one.result);
    }
}
