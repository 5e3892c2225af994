package org.jmill.bench.net;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How many descriptors this process may still open.
final class Descriptors {
    /// Left for the JVM: jars, pipes, the poller.
    private static final long SPARE = 40;

    private Descriptors() {}

    /// As many of `wanted` connections as fit.
    ///
    /// @param each how many descriptors a connection takes in this process
    static int fitting(int wanted, int each) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            long free = unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() - SPARE;
            return (int) Math.max(1, Math.min(wanted, free / each));
        }
        return wanted;
    }
}
