package org.jmill.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// Makes a method with a parameter of type [Cluster] a test of JUnit 5 that is run once for each seed, which draws
/// faults of its own. [Simulation] is the same in code, and says what a simulation is.
///
/// {@snippet file="org/jmill/test/ClusterSnippet.java" region="example"}
///
/// A failure has a token that repeats it. Each seed has a test instance of its own, as with [Explore].
///
/// Source: none.
///
/// @since 0.1.0
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SimulateExtension.class)
public @interface Simulate {
    /// How many seeds to run; see [Simulation#seeds].
    ///
    /// @return at least 1
    long seeds() default 100;

    /// For how many virtual hours faults go on; see [Cluster#calm].
    ///
    /// @return above zero
    double hours() default 1;

    /// What all is drawn from.
    ///
    /// @return any number
    long seed() default 0;

    /// On which engine to run. Nodes crash on CONTINUATION alone.
    ///
    /// @return by default the one that `Mill.run` takes
    Engines engines() default Engines.AUTO;

    /// After what time no further seed is begun, in milliseconds of real time.
    ///
    /// @return ten minutes by default
    long limitMs() default 600_000;

    /// The token of a failure: one seed is run, that one. `-Djmill.replay=…` does the same from outside.
    ///
    /// @return "" by default: run all
    String replay() default "";
}
