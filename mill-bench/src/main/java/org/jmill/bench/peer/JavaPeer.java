package org.jmill.bench.peer;

import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jmill.bench.program.Program;
import org.jmill.bench.program.Programs;

/// The peers that run in a JVM.
public enum JavaPeer {
    /// kotlinx.coroutines on one thread.
    KOTLIN("Kotlin", KotlinPeer::programs),

    /// Jox on virtual threads.
    JOX("Jox", JoxPrograms::programs),

    /// The JDK's own queues on virtual threads.
    JDK("JDK queues", JdkPrograms::programs);

    private final String title;
    private final Supplier<Map<Programs, Program>> programs;

    JavaPeer(String title, Supplier<Map<Programs, Program>> programs) {
        this.title = title;
        this.programs = programs;
    }

    /// The name on the command line.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The name in a table.
    public String title() {
        return title;
    }

    /// The programs it has.
    public Map<Programs, Program> programs() {
        return programs.get();
    }
}
