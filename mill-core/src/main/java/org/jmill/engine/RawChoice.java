package org.jmill.engine;

import java.util.function.Supplier;

/// Whether continuations are run by the private methods of the JDK's class, and if not, why.
///
/// @param isTaken whether they are
/// @param reason what keeps them from it; null = nothing, or somebody does not want them
record RawChoice(boolean isTaken, String reason) {
    /// Decides. What comes later is asked only if nothing before stands against it.
    ///
    /// @param isWanted whether nobody has said otherwise
    /// @param isOpen whether the JDK's package is open to this module
    /// @param members says what is strange about the members of the JDK's class; null = nothing
    /// @param trial says what went wrong when they were tried; null = nothing
    static RawChoice of(boolean isWanted, boolean isOpen, Supplier<String> members, Supplier<String> trial) {
        if (!isWanted) {
            return new RawChoice(false, null);
        }
        if (!isOpen) {
            return new RawChoice(false, "add " + Flags.CONTINUATION + " to the java command");
        }
        String strange = members.get();
        String flaw = strange != null ? strange : trial.get();
        return new RawChoice(flaw == null, flaw == null ? null : onThisJdk(flaw));
    }

    private static String onThisJdk(String flaw) {
        return "the private methods of continuations are not used on JDK " + Runtime.version() + ": " + flaw;
    }
}
