package org.jmill.sched;

import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashSet;
import java.util.Set;

/// Strict mode: finds a monitor that a coroutine holds while it suspends.
///
/// On the CONTINUATION engine such a monitor belongs to the mill's thread, so the next coroutine
/// that wants it enters as well, or blocks the thread for ever. Asking the JVM stops all threads
/// for a moment, which is why this is a mode for tests.
public final class StrictCheck {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Set<Integer> before = new HashSet<>(); // Held by the caller of the mill.

    /// Makes a check that ignores the monitors which the calling thread holds now.
    public StrictCheck() {
        for (MonitorInfo monitor : held()) {
            before.add(monitor.getIdentityHashCode());
        }
    }

    /// The innermost monitor that the calling thread holds, for an engine that runs main on another one. Nothing is
    /// seen of a virtual thread.
    ///
    /// @return its class and where it was entered, or null
    public static String heldByCaller() {
        StrictCheck check = new StrictCheck();
        check.before.clear();
        return check.heldMonitor();
    }

    private MonitorInfo[] held() {
        long[] ids = {Thread.currentThread().threadId()};
        ThreadInfo info = threads.getThreadInfo(ids, true, false)[0];
        return info == null ? new MonitorInfo[0] : info.getLockedMonitors();
    }

    /// The innermost monitor that the calling thread has entered since it entered the mill.
    ///
    /// @return its class and where it was entered, or null
    String heldMonitor() {
        for (MonitorInfo monitor : held()) {
            if (!before.contains(monitor.getIdentityHashCode())) {
                StackTraceElement at = monitor.getLockedStackFrame();
                String where = at == null ? "" : " entered at " + at.getFileName() + ":" + at.getLineNumber();
                return monitor.getClassName() + where;
            }
        }
        return null;
    }
}
