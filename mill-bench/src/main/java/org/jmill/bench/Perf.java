package org.jmill.bench;

/// The main class of the perf programs: a placeholder that prints its arguments.
public final class Perf {
    private Perf() {}

    /// Prints the arguments.
    ///
    /// @param args the command and its arguments
    public static void main(String[] args) {
        System.out.println(String.join(" ", args));
    }
}
