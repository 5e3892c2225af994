package org.jmill.flow;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.Variants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/// The compatibility kit of Reactive Streams, rule by rule, on each engine: the publisher of a channel, and the
/// subscriber that feeds one.
@Tag("slow")
class ReactiveStreamsTest {
    private static final long TIMEOUT_MS = 1_000; // What is to come comes by then.
    private static final long SILENCE_MS = 20; // What is not to come has not come by then.
    private static final long GONE_MS = 100; // A subscriber that has cancelled is forgotten by then.
    private static final int CAPACITY = 4;

    /// In the names of rules for publishers that give each value to all of their subscribers; these share them.
    private static final String ALL_TO_EACH = "_spec111_multicast_";

    private static MillOnThread mill; // Of the engine whose tests run.
    private static Engine engineOfMill;

    private static MillOnThread mill(Engine engine) {
        if (engine != engineOfMill) {
            endMill();
            mill = new MillOnThread(engine);
            engineOfMill = engine;
        }
        return mill;
    }

    @AfterAll
    static void endMill() {
        if (mill != null) {
            mill.close();
            mill = null;
            engineOfMill = null;
        }
    }

    @TestFactory
    Stream<DynamicContainer> aPublisherOfAChannelKeepsTheRules() {
        return Variants.ENGINES.stream().map(e -> rules(e, () -> new OfPublisher(e)));
    }

    @TestFactory
    Stream<DynamicContainer> theSubscriberThatFeedsAChannelKeepsTheRules() {
        return Variants.ENGINES.stream().map(e -> rules(e, () -> new OfSubscriber(e)));
    }

    /// The kit's tests are TestNG's: methods with an annotation. Of those that apply none may be skipped.
    private static DynamicContainer rules(Engine engine, Supplier<Object> verification) {
        Stream<Method> rules = annotated(verification.get(), Test.class)
                .filter(m ->
                        !m.getName().startsWith("untested_") && !m.getName().contains(ALL_TO_EACH));
        return DynamicContainer.dynamicContainer(
                engine.name(),
                rules.map(m -> DynamicTest.dynamicTest(m.getName(), () -> check(verification.get(), m))));
    }

    private static Stream<Method> annotated(Object verification, Class<? extends Annotation> annotation) {
        return Arrays.stream(verification.getClass().getMethods())
                .filter(m -> m.isAnnotationPresent(annotation))
                .sorted(Comparator.comparing(Method::getName));
    }

    private static void check(Object verification, Method rule) throws Throwable {
        try {
            callAll(verification, BeforeClass.class);
            callAll(verification, BeforeMethod.class);
            call(verification, rule);
        } finally {
            callAll(verification, AfterClass.class);
        }
    }

    private static void callAll(Object verification, Class<? extends Annotation> annotation) throws Throwable {
        for (Method m : annotated(verification, annotation).toList()) {
            call(verification, m);
        }
    }

    private static void call(Object verification, Method method) throws Throwable {
        try {
            method.invoke(verification);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /// What a channel publishes.
    public static final class OfPublisher extends FlowPublisherVerification<Integer> {
        private final Engine engine;

        OfPublisher(Engine engine) {
            super(new TestEnvironment(TIMEOUT_MS, SILENCE_MS), GONE_MS);
            this.engine = engine;
        }

        @Override
        public Flow.Publisher<Integer> createFlowPublisher(long elements) {
            return mill(engine).ask(() -> {
                Chan<Integer> ch = Chan.make(CAPACITY);
                Mill.go("counter", () -> {
                    for (int i = 0; i < elements || elements == Long.MAX_VALUE; i++) {
                        ch.send(i);
                    }
                    ch.done();
                });
                return ch.publisher();
            });
        }

        @Override
        public Flow.Publisher<Integer> createFailedFlowPublisher() {
            return mill(engine).ask(() -> {
                Chan<Integer> ch = Chan.make(0);
                ch.fail(new IllegalStateException("test: it has failed"));
                return ch.publisher();
            });
        }
    }

    /// What feeds a channel.
    public static final class OfSubscriber extends FlowSubscriberBlackboxVerification<Integer> {
        private final Engine engine;

        OfSubscriber(Engine engine) {
            super(new TestEnvironment(TIMEOUT_MS, SILENCE_MS));
            this.engine = engine;
        }

        @Override
        public Flow.Subscriber<Integer> createFlowSubscriber() {
            return mill(engine).ask(() -> {
                var captured = new Object() {
                    Flow.Subscriber<? super Integer> subscriber;
                };
                Chan<Integer> ch = Chan.of((Flow.Publisher<Integer>) s -> captured.subscriber = s, CAPACITY);
                Mill.go("reader", () -> ch.forEach(value -> {}));
                @SuppressWarnings("unchecked") // It takes the channel's values.
                Flow.Subscriber<Integer> subscriber = (Flow.Subscriber<Integer>) captured.subscriber;
                return subscriber;
            });
        }

        @Override
        public Integer createElement(int element) {
            return element;
        }
    }
}
