package org.jmill.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

/// A publisher that does what its test says, and notes what it is told.
final class HandDriven implements Flow.Publisher<Integer>, Flow.Subscription {
    final List<String> told = new ArrayList<>(); // On the mill's thread.
    Flow.Subscriber<? super Integer> subscriber;
    private int next;

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> newSubscriber) {
        subscriber = newSubscriber;
        newSubscriber.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        told.add("request " + n);
    }

    @Override
    public void cancel() {
        told.add("cancel");
    }

    /// Gives so many values: 0, 1, ….
    void give(int count) {
        for (int i = 0; i < count; i++) {
            subscriber.onNext(next++);
        }
    }
}
