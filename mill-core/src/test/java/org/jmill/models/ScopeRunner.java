package org.jmill.models;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.shield;
import static org.jmill.Mill.within;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.TestMill;

/// Runs a tree of scopes on a real mill in virtual time, and notes how each step with a body ended, and when. When all
/// is over, nobody lives and no timer is armed.
final class ScopeRunner {
    /// What a step throws.
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String path) {
            super(path);
        }
    }

    private final Map<String, String> log = new TreeMap<>();
    private long startMs;

    private ScopeRunner() {}

    static Map<String, String> run(Engine engine, Order order, List<ScopeStep> program) {
        ScopeRunner runner = new ScopeRunner();
        TestMill.virtualTime(engine).order(order).fast().run(() -> {
            runner.startMs = now();
            try {
                runner.step("0", new ScopeStep.Run(program), null, new ArrayList<>());
            } catch (Exception e) {
                runner.log.put("main", told(e));
            }
            assertEquals(1, Inside.living(), "who lives");
            assertEquals(0, Mill.stats().timers(), "timers");
            assertEquals(-1, Mill.deadline());
            Inside.check();
            msleep(now() + 1); // Main is not cancelled.
        });
        return runner.log;
    }

    private void steps(String path, List<ScopeStep> steps, Scope scope, List<Coroutine> children) throws Exception {
        for (int i = 0; i < steps.size(); i++) {
            step(path + "." + i, steps.get(i), scope, children);
        }
    }

    private void step(String path, ScopeStep step, Scope scope, List<Coroutine> children) throws Exception {
        switch (step) {
            case ScopeStep.Sleep(int ms) -> msleep(now() + ms);
            case ScopeStep.Fail() -> throw new Broken(path);
            case ScopeStep.Run(List<ScopeStep> body) ->
                noted(path, () -> Scope.run(inner -> steps(path, body, inner, new ArrayList<>())));
            case ScopeStep.Go(boolean daemon, List<ScopeStep> body) -> {
                Body<Exception> code = () -> noted(path, () -> steps(path, body, scope, children));
                children.add(daemon ? scope.daemon(code) : scope.go(code));
            }
            case ScopeStep.Within(int ms, List<ScopeStep> body) ->
                noted(path, () -> within(now() + ms, () -> steps(path, body, scope, children)));
            case ScopeStep.Shield(int ms, List<ScopeStep> body) ->
                noted(path, () -> shield(now() + ms, () -> steps(path, body, scope, children)));
            case ScopeStep.Swallow(List<ScopeStep> body) -> swallowed(path, () -> steps(path, body, scope, children));
            case ScopeStep.CancelScope() -> scope.cancel();
            case ScopeStep.CancelChild() -> {
                if (!children.isEmpty()) {
                    children.getLast().cancel();
                }
            }
            case ScopeStep.Stop(int graceMs) -> scope.stop(graceMs);
        }
        Inside.check();
    }

    private void swallowed(String path, Body<Exception> body) throws Exception {
        try {
            noted(path, body);
        } catch (CancelledException e) {
            Inside.check(); // And on.
        }
    }

    private void noted(String path, Body<Exception> body) throws Exception {
        String outcome = "ended";
        try {
            body.run();
        } catch (Exception e) {
            outcome = told(e);
            throw e;
        } finally {
            log.put(path, outcome + " at " + (now() - startMs));
        }
    }

    private static String told(Exception e) {
        return e instanceof CancelledException cancelled ? cancelled.reason().toString() : "failed " + failures(e);
    }

    /// What has failed, and what was suppressed: which of those is the first, where several come at once, is open.
    private static Collection<String> failures(Throwable thrown) {
        Collection<String> found = new TreeSet<>();
        found.add(thrown instanceof DeadlineException ? "late" : thrown.getMessage());
        for (Throwable suppressed : thrown.getSuppressed()) {
            found.addAll(failures(suppressed));
        }
        return found;
    }
}
