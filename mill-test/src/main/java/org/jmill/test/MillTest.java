package org.jmill.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jmill.Order;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// Makes a method a test of JUnit 5 that runs inside a mill, in virtual time: the clock stands while anybody can run,
/// and then jumps to the next deadline. No verb moves it; `msleep` does.
///
/// {@snippet file="org/jmill/test/MillTestSnippet.java" region="example"}
///
/// It fails if anything leaves the method or a coroutine, if a [Check] does not hold, if nothing can end all waits
/// (what is thrown has the dump), and if somebody is **left behind**: still waits when the method has returned and
/// nothing more is to come. Beside an exception stands the dump of that moment, as what it has suppressed.
///
/// `@BeforeEach` and `@AfterEach` methods run outside of the mill, on JUnit's thread; so does the constructor. What
/// JUnit and its extensions resolve may be a parameter of the method. As any test of JUnit's it must not be private,
/// nor return anything. In place of `@Test`, and together with `@RepeatedTest` or `@ParameterizedTest`, `@Timeout`,
/// `@Disabled`, `@Nested`.
///
/// Source: Go's `synctest.Test`.
///
/// @since 0.1.0
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(MillExtension.class)
public @interface MillTest {
    /// On which engines it is run: with [Engines#ALL] it is three tests, each with the engine's name. That does not go
    /// together with `@RepeatedTest` and the like.
    ///
    /// @return by default the one that `Mill.run` takes
    Engines engines() default Engines.AUTO;

    /// Which time it has. In real time the network, files and threads are those of this machine too, and whoever waits
    /// when the method has returned and nobody can run is left behind, even if he waits for a deadline only.
    ///
    /// @return by default virtual time
    Time time() default Time.VIRTUAL;

    /// In which order coroutines run.
    ///
    /// @return by default that of `Mill.run`
    Order order() default Order.DIRECT;

    /// What the draws of a choose, and [Sim#pick], begin with.
    ///
    /// @return by default 0
    long seed() default 0;

    /// Whether coroutines may still wait when the method has returned.
    ///
    /// @return by default that is a failure
    Leftovers leftovers() default Leftovers.FAIL;
}
