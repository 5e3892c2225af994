package org.jmill.engine;

/// Whether continuations are run by the private methods of the JDK's class, and if not, why.
///
/// @param isTaken whether they are
/// @param reason what keeps them from it; null = nothing, or somebody does not want them
record RawChoice(boolean isTaken, String reason) {
    /// This JDK, or a fake in a test.
    interface Jdk extends RawTrial.Methods {
        /// What its class of continuations has otherwise than is known; null = nothing.
        String strangeMember();
    }

    /// Decides. What comes later is asked only if nothing before stands against it.
    ///
    /// @param isWanted whether nobody has said otherwise
    /// @param isOpen whether the JDK's package is open to this module
    /// @param jdk what is looked at, then tried
    static RawChoice of(boolean isWanted, boolean isOpen, Jdk jdk) {
        if (!isWanted) {
            return new RawChoice(false, null);
        }
        if (!isOpen) {
            return new RawChoice(false, "add " + Flags.CONTINUATION + " to the java command");
        }
        String strange = jdk.strangeMember();
        String flaw = strange != null ? strange : RawTrial.flaw(jdk);
        return new RawChoice(flaw == null, flaw == null ? null : onThisJdk(flaw));
    }

    private static String onThisJdk(String flaw) {
        return "the private methods of continuations are not used on JDK " + Runtime.version() + ": " + flaw;
    }
}
