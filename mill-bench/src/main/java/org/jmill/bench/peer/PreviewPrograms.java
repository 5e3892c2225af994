package org.jmill.bench.peer;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.jmill.bench.program.Program;
import org.jmill.bench.program.Programs;

/// The programs about scopes that use what the JDK has as a preview only. They lie in `mill-bench/preview`, and are
/// compiled apart by `compare`: so all else compiles and runs on each JDK. They are loaded as they first run.
final class PreviewPrograms {
    private PreviewPrograms() {}

    /// The programs of one peer.
    ///
    /// @param className in this package, with a method `programs` as the other peers have it
    static Map<Programs, Program> of(String className) {
        Map<Programs, Program> all = new EnumMap<>(Programs.class);
        for (Programs name : EnumSet.range(Programs.SCOPE_1, Programs.SCOPE_RACE3)) {
            all.put(name, count -> load(className).get(name).run(count));
        }
        return all;
    }

    @SuppressWarnings("unchecked") // It is what the class says.
    private static Map<Programs, Program> load(String className) throws ReflectiveOperationException {
        Class<?> type = Class.forName(PreviewPrograms.class.getPackageName() + "." + className);
        return (Map<Programs, Program>) type.getDeclaredMethod("programs").invoke(null);
    }
}
