package org.jmill.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/// A test that holds on each engine for channels of capacity 0, 1, 2 and 16: `void behaviour(Engine
/// engine, int capacity)`.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0} capacity {1}")
@ArgumentsSource(Variants.EnginesAndCapacities.class)
public @interface EveryEngineAndCapacity {}
