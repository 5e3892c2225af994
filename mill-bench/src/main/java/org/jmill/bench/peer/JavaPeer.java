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

    /// The JDK's own queues and locks on virtual threads.
    JDK("JDK", JdkPrograms::programs),

    /// Jox's scopes, which stand on the JDK's.
    JOX_SCOPES("Jox supervised", () -> PreviewPrograms.of("JoxScopes")),

    /// The JDK's scopes.
    JDK_SCOPES("JDK StructuredTaskScope", () -> PreviewPrograms.of("JdkScopes"));

    private final String title;
    private final Supplier<Map<Programs, Program>> programs;

    JavaPeer(String title, Supplier<Map<Programs, Program>> programs) {
        this.title = title;
        this.programs = programs;
    }

    /// The name on the command line.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The name in a table.
    public String title() {
        return title;
    }

    /// Whether its programs use what the JDK has as a preview only: see [PreviewPrograms].
    public boolean needsPreview() {
        return this == JOX_SCOPES || this == JDK_SCOPES;
    }

    /// The programs it has.
    public Map<Programs, Program> programs() {
        return programs.get();
    }
}
