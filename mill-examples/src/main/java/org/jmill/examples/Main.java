package org.jmill.examples;

/// The main class of the launcher: a placeholder that prints its arguments.
public final class Main {
    private Main() {}

    /// Prints the arguments.
    ///
    /// @param args the command and its arguments
    public static void main(String[] args) {
        System.out.println(String.join(" ", args));
    }
}
