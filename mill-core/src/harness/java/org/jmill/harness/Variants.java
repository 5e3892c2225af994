package org.jmill.harness;

import java.util.List;
import java.util.stream.Stream;
import org.jmill.Engine;
import org.jmill.Order;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// What every contract is tested with.
public final class Variants {
    public static final List<Engine> ENGINES = List.of(Engine.CONTINUATION, Engine.VIRTUAL, Engine.PORTABLE);
    public static final List<Order> ORDERS = List.of(Order.values());
    public static final List<Integer> CAPACITIES = List.of(0, 1, 2, 16);

    private Variants() {}

    private static Stream<Arguments> engineAnd(List<?> others) {
        return ENGINES.stream().flatMap(engine -> others.stream().map(other -> Arguments.of(engine, other)));
    }

    /// The engines.
    public static final class Engines implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return ENGINES.stream().map(Arguments::of);
        }
    }

    /// The engines, each with both orders.
    public static final class EnginesAndOrders implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return engineAnd(ORDERS);
        }
    }

    /// The engines, each with all capacities.
    public static final class EnginesAndCapacities implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return engineAnd(CAPACITIES);
        }
    }
}
