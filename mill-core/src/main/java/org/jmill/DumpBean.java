package org.jmill;

/// Placeholder.
final class DumpBean {
    private DumpBean() {}

    static void registered(MillRuntime mill) {}

    static void unregistered(MillRuntime mill) {}
}
