package org.jmill.test;

import java.util.ArrayList;
import java.util.List;

/// Finds out by trying all whether a few calls are linearizable: each order of each choice of the calls without an
/// answer. Slow, and too simple to be wrong.
final class AllOrders<S, O, R> {
    private final Model<S, O, R> model;

    AllOrders(Model<S, O, R> model) {
        this.model = model;
    }

    boolean canBe(List<Call<O, R>> calls) {
        List<Call<O, R>> lost = calls.stream().filter(c -> !c.isAnswered()).toList();
        for (int chosen = 0; chosen < 1 << lost.size(); chosen++) {
            List<Call<O, R>> some = new ArrayList<>();
            for (Call<O, R> call : calls) {
                if (call.isAnswered() || (chosen >> lost.indexOf(call) & 1) == 1) {
                    some.add(call);
                }
            }
            if (anyOrder(new ArrayList<>(), some)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyOrder(List<Call<O, R>> order, List<Call<O, R>> left) {
        if (left.isEmpty()) {
            return isInTime(order) && explains(order, 0, model.start());
        }
        for (Call<O, R> call : left) {
            List<Call<O, R>> longer = new ArrayList<>(order);
            longer.add(call);
            List<Call<O, R>> others = new ArrayList<>(left);
            others.remove(call);
            if (anyOrder(longer, others)) {
                return true;
            }
        }
        return false;
    }

    /// Nobody stands before one that had returned when he began.
    boolean isInTime(List<Call<O, R>> order) {
        for (int i = 0; i < order.size(); i++) {
            for (int j = i + 1; j < order.size(); j++) {
                if (order.get(j).end() < order.get(i).begin()) {
                    return false;
                }
            }
        }
        return true;
    }

    boolean explains(List<Call<O, R>> order, int from, S state) {
        if (from == order.size()) {
            return true;
        }
        Call<O, R> call = order.get(from);
        for (Outcome<S, R> outcome : model.outcomes(state, call.op())) {
            boolean fits = !call.isAnswered() || outcome.allows(call.result());
            if (fits && explains(order, from + 1, outcome.next())) {
                return true;
            }
        }
        return false;
    }
}
