package org.jmill.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// Makes a method a test of JUnit 5 that is run again and again, in virtual time, each time in another schedule, until
/// one fails. [Explorer] is the same in code, and says what a search is.
///
/// {@snippet file="org/jmill/test/MillTestSnippet.java" region="explore"}
///
/// A failure shows the schedule step by step and has a token that repeats it. A pass tells as a report entry of
/// JUnit's, under "jmill", what was covered.
///
/// **Each schedule has a test instance of its own**, made by the constructor, with `@BeforeEach` and `@AfterEach`
/// around it, so that fields begin anew. These run outside of the mill; keep them short, as they run as often as
/// the method. Fields that carry an annotation, like `@TempDir`, are taken over from the instance that JUnit has made:
/// what extensions do is done once. With `Lifecycle.PER_CLASS` there is one instance, as always.
///
/// The method's parameters are resolved once. Its name is what tokens are bound to.
///
/// Source: none; it answers Fray's `@FrayTest` and loom's `model`.
///
/// @since 0.1.0
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(MillExtension.class)
public @interface Explore {
    /// How many schedules to run at most; see [Explorer#schedules].
    ///
    /// @return at least 1
    long schedules() default 10_000;

    /// Up to how many deviations from the default schedule to go through all; see [Explorer#delays].
    ///
    /// @return at least 0
    int delays() default 3;

    /// What the random strategies begin with.
    ///
    /// @return any number
    long seed() default 42;

    /// Which orders to go through.
    ///
    /// @return any order by default
    Turns turns() default Turns.ANY;

    /// What the coroutines have in common.
    ///
    /// @return anything by default
    Sharing sharing() default Sharing.ANYTHING;

    /// Whether coroutines may still wait when the method has returned.
    ///
    /// @return by default that is a failure
    Leftovers leftovers() default Leftovers.FAIL;

    /// After how many steps a run is taken for endless.
    ///
    /// @return at least 1
    int steps() default 10_000;

    /// On which engines to search; it makes no difference to what is found. With [Engines#ALL] it is three tests.
    ///
    /// @return by default the one that `Mill.run` takes
    Engines engines() default Engines.AUTO;

    /// How long to search at most: [Explorer#limit], in milliseconds of real time.
    ///
    /// @return at least 1; a minute by default
    long limitMs() default 60_000;

    /// The token of a failure: one schedule is run, that one. `-Djmill.replay=…` does the same from outside.
    ///
    /// @return "" by default: search
    String replay() default "";
}
