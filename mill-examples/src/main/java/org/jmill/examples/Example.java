package org.jmill.examples;

import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.Order;

/// A program that `jmill run` knows by name. Its class carries a picocli `@Command`, its fields are
/// the parameters, and [#main] runs as the main coroutine of a mill. It prints on `System.out`.
public interface Example {
    /// The program. Runs in a mill.
    ///
    /// @throws Exception ends the program with status 1
    void main() throws Exception;

    /// Who runs next, unless `--order` says otherwise.
    default Order order() {
        return Order.DIRECT;
    }

    /// The only engine that it runs on; null: any.
    default Engine engine() {
        return null;
    }

    /// Whether the output may stay in a buffer until it is full or the program ends; otherwise it
    /// is written line by line.
    default boolean printsMuch() {
        return false;
    }

    /// Runs the program on the calling thread; for those that want to set options of their own or
    /// to start several mills.
    ///
    /// @param options the engine and the order asked for
    /// @throws Exception ends the program with status 1
    default void launch(MillOptions options) throws Exception {
        Mill.run(options, this::main);
    }

    /// The exit status, asked when [#launch] has returned.
    default int status() {
        return 0;
    }

    /// What was done so far, for the message after Ctrl-C; empty if there is nothing to say.
    default String soFar() {
        return "";
    }
}
