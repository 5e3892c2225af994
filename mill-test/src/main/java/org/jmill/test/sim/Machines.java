package org.jmill.test.sim;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jmill.Scope;

/// Tells on which machine of a simulated world the caller runs: a machine is a scope that encloses all it starts.
public final class Machines {
    private final Map<Scope, Object> machines = new IdentityHashMap<>();
    private Object acting; // Whose code runs without a coroutine of its own; null = nobody's.

    /// What runs in a scope runs on a machine.
    public void begin(Scope scope, Object machine) {
        machines.put(scope.enclose(), machine);
    }

    /// The scope is over.
    public void end(Scope scope) {
        machines.remove(scope);
    }

    /// The machine on which the caller runs; null: on none.
    public Object here() {
        if (acting != null || machines.isEmpty()) {
            return acting;
        }
        Scope scope = Scope.enclosure();
        return scope == null ? null : machines.get(scope);
    }

    /// Runs code on a machine that no coroutine runs.
    ///
    /// @param machine null: on none
    void runOn(Object machine, Runnable code) {
        Object before = acting;
        acting = machine;
        try {
            code.run();
        } finally {
            acting = before;
        }
    }
}
