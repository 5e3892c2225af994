package org.jmill.engine;

/// What the java command is to be given for an engine. It stands apart from the engines, whose classes cannot be
/// loaded without it.
public final class Flags {
    private static final String MODULE = Flags.class.getModule().isNamed() ? "org.jmill" : "ALL-UNNAMED";

    /// For CONTINUATION, which with the package exported only runs as well, more slowly.
    public static final String CONTINUATION = "--add-opens java.base/jdk.internal.vm=" + MODULE;

    /// For VIRTUAL.
    public static final String VIRTUAL = "--add-opens java.base/java.lang=" + MODULE;

    private Flags() {}
}
