package org.jmill.test.search;

/// What is made anew for each run of a body, and put away after it, outside of the mill. Called by the thread that runs
/// the mill.
public interface Rig {
    /// Nothing.
    Rig NONE = new Rig() {};

    /// Called before each run.
    ///
    /// @throws Throwable the run has failed then
    default void before() throws Throwable {}

    /// Called after each run, also where [#before] has thrown.
    ///
    /// @throws Throwable the run has failed then, if it has not in another way
    default void after() throws Throwable {}
}
