package org.jmill.test;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.test.search.Places;
import org.jmill.test.search.Single;
import org.jmill.test.search.Trial;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.TestAbortedException;

/// What stands behind [MillTest] and [Explore]: makes the tests, one for each engine, and has their method run in a
/// mill. It is public for JUnit alone; there is nothing to call.
///
/// Source: none.
///
/// @since 0.1.0
public final class MillExtension implements TestTemplateInvocationContextProvider, InvocationInterceptor {
    /// Makes an extension. Called by JUnit.
    public MillExtension() {}

    // ---- which tests there are

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        check(method);
        return !isTemplateOfOthers(method);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return switch (engines(context.getRequiredTestMethod())) {
            case ALL ->
                Stream.of(Engines.CONTINUATION, Engines.VIRTUAL, Engines.PORTABLE)
                        .map(engine -> new OnEngine(engine, engine.name()));
            case Engines one -> Stream.of(new OnEngine(one, context.getDisplayName()));
        };
    }

    /// One test.
    private record OnEngine(Engines engine, String name) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int number) {
            return name;
        }
    }

    private static void check(Method method) {
        if (millTest(method).isPresent() && explore(method).isPresent()) {
            throw wrong(method, "has both @MillTest and @Explore; take one");
        }
        if (isTemplateOfOthers(method) && engines(method) == Engines.ALL) {
            throw wrong(method, "engines = ALL does not go together with @RepeatedTest and the like; name one engine");
        }
    }

    private static ExtensionConfigurationException wrong(Method method, String cause) {
        return new ExtensionConfigurationException("test " + method.getName() + ": " + cause);
    }

    /// Whether something else says how often the method is a test: `@RepeatedTest`, `@ParameterizedTest`.
    private static boolean isTemplateOfOthers(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type != MillTest.class
                        && type != Explore.class
                        && AnnotationSupport.isAnnotated(type, TestTemplate.class)
                        && !AnnotationSupport.isAnnotated(type, MillTest.class)
                        && !AnnotationSupport.isAnnotated(type, Explore.class));
    }

    private static Optional<MillTest> millTest(Method method) {
        return AnnotationSupport.findAnnotation(method, MillTest.class);
    }

    private static Optional<Explore> explore(Method method) {
        return AnnotationSupport.findAnnotation(method, Explore.class);
    }

    private static Engines engines(Method method) {
        return millTest(method)
                .map(MillTest::engines)
                .orElseGet(() -> explore(method).orElseThrow().engines());
    }

    // ---- how they are run

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        interceptTestTemplateMethod(invocation, call, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        Method method = call.getExecutable();
        Engine engine = engine(context);
        Optional<MillTest> once = millTest(method);
        if (once.isPresent()) {
            runOnce(once.get(), engine, invocation, method);
        } else {
            invocation.skip(); // The method is called as often as there are schedules, not by JUnit.
            search(explore(method).orElseThrow(), engine, call, context);
        }
    }

    private static Engine engine(ExtensionContext context) {
        Engines engines = engines(context.getRequiredTestMethod());
        // JUnit does not hand the invocation's context to an interceptor, but has its name.
        return Engine.valueOf(engines == Engines.ALL ? context.getDisplayName() : engines.name());
    }

    private static void runOnce(MillTest options, Engine engine, Invocation<Void> invocation, Method method)
            throws Exception {
        Body<?> body = () -> proceed(invocation);
        if (options.time() == Time.REAL) {
            RealRun.run(body, engine, options);
            return;
        }
        Trial trial =
                Single.trial(body, engine, options.order(), options.leftovers() == Leftovers.ALLOWED, OneHost::world);
        Places.of(method.getDeclaringClass(), method.getName(), trial.marks());
        Single.run(trial, options.seed());
    }

    private static Void proceed(Invocation<Void> invocation) throws Exception {
        try {
            return invocation.proceed();
        } catch (Throwable t) {
            throw MillExtension.<Exception>sneak(t);
        }
    }

    private static void search(
            Explore options, Engine engine, ReflectiveInvocationContext<Method> call, ExtensionContext context) {
        Method method = call.getExecutable();
        Object[] arguments = call.getArguments().toArray();
        Fixture fixture = new Fixture(context);
        Explorer explorer = Explorer.of(
                        () -> ReflectionSupport.invokeMethod(method, fixture.instance(), arguments),
                        name(context),
                        fixture,
                        marks -> Places.of(method.getDeclaringClass(), method.getName(), marks))
                .schedules(options.schedules())
                .delays(options.delays())
                .seed(options.seed())
                .turns(options.turns())
                .sharing(options.sharing())
                .leftovers(options.leftovers())
                .steps(options.steps())
                .engine(engine)
                .limit(Duration.ofMillis(options.limitMs()))
                .replay(options.replay());
        Report report = explorer.run();
        if (report.failure() instanceof TestAbortedException aborted) {
            throw aborted; // An assumption does not hold: that is no failure.
        }
        report.orThrow();
        context.publishReportEntry("jmill", report.toString());
    }

    /// What tokens are bound to: the method, and which of its repetitions, where these are not the engines.
    private static String name(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        String name = context.getRequiredTestClass().getName() + "." + method.getName();
        return isTemplateOfOthers(method) ? name + " " + context.getDisplayName() : name;
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
