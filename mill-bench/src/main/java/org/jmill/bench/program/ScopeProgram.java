package org.jmill.bench.program;

import static org.jmill.Mill.go;

import org.jmill.Body;
import org.jmill.Scope;

/// The short life of a scope with one child, which ends at once. One operation is one scope. The note tells how many
/// times a `go` and a `join` of the same child that is.
final class ScopeProgram implements Program {
    private static final Body<RuntimeException> CHILD = () -> {};

    @Override
    public Sample run(long count) throws Exception {
        return Pair.measure(count, ScopeProgram::scopes, ScopeProgram::joins, "a go and a join");
    }

    private static void scopes(long times) {
        for (long i = 0; i != times; i++) {
            Scope.run(scope -> scope.go(CHILD));
        }
    }

    private static void joins(long times) {
        for (long i = 0; i != times; i++) {
            go(CHILD).join();
        }
    }
}
