package org.jmill.bench.program;

/// A perf program: runs one scenario and measures it.
@FunctionalInterface
public interface Program {
    /// Runs one round. jmill's own programs are called in the main coroutine of a mill.
    ///
    /// @param count how much to do, at least 1, in the program's own unit: see [Programs]
    /// @return what was measured
    /// @throws Exception if the scenario went wrong
    Sample run(long count) throws Exception;

    /// Runs the scenario to warm the JVM up, without what only [#run] has to do.
    ///
    /// @param count as for [#run]
    /// @throws Exception as [#run]
    default void warmUp(long count) throws Exception {
        run(count);
    }
}
