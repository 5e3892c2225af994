package org.jmill.bench.program;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// For programs that mostly wait: their elapsed time says nothing.
public final class ProcessorTime {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ProcessorTime() {}

    /// How long this process has been on a processor, with all its threads.
    public static long nanos() {
        return SYSTEM.getProcessCpuTime();
    }
}
