package org.jmill.test;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jmill.Engine;
import org.jmill.test.search.Places;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/// What stands behind [Simulate]: has the method run once for each seed, with the cluster of that.
final class SimulateExtension
        implements TestTemplateInvocationContextProvider, InvocationInterceptor, ParameterResolver {
    SimulateExtension() {}

    private static Simulate options(Method method) {
        return AnnotationSupport.findAnnotation(method, Simulate.class).orElseThrow();
    }

    // ---- which tests there are

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        if (List.of(method.getParameterTypes()).indexOf(Cluster.class) < 0) {
            throw new ExtensionConfigurationException(
                    "test " + method.getName() + ": @Simulate needs a parameter of type Cluster");
        }
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return switch (options(context.getRequiredTestMethod()).engines()) {
            case ALL ->
                Stream.of(Engines.CONTINUATION, Engines.VIRTUAL, Engines.PORTABLE)
                        .map(engine -> new OnEngine(engine.name()));
            case Engines one -> Stream.of(new OnEngine(context.getDisplayName()));
        };
    }

    /// One test.
    private record OnEngine(String name) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int number) {
            return name;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of();
        }
    }

    // ---- the cluster; JUnit wants one, though the method is called with others

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return null;
    }

    // ---- how they are run

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context) {
        invocation.skip(); // The method is called as often as there are seeds, not by JUnit.
        Method method = call.getExecutable();
        Simulate options = options(method);
        Object[] arguments = call.getArguments().toArray();
        int at = List.of(method.getParameterTypes()).indexOf(Cluster.class);
        Fixture fixture = new Fixture(context);
        Engine engine = Engine.valueOf(
                options.engines() == Engines.ALL
                        ? context.getDisplayName()
                        : options.engines().name());
        Report report = Simulation.of(
                        cluster -> {
                            Object[] own = arguments.clone();
                            own[at] = cluster;
                            ReflectionSupport.invokeMethod(method, fixture.instance(), own);
                        },
                        context.getRequiredTestClass().getName() + "." + method.getName(),
                        fixture,
                        marks -> Places.of(method.getDeclaringClass(), method.getName(), marks))
                .seeds(options.seeds())
                .hours(options.hours())
                .seed(options.seed())
                .engine(engine)
                .limit(Duration.ofMillis(options.limitMs()))
                .replay(options.replay())
                .run();
        report.orThrow();
        context.publishReportEntry("jmill", report.toString());
    }
}
