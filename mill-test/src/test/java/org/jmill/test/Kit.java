package org.jmill.test;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/// Runs a class of tests as JUnit does, and tells what has come of each.
final class Kit {
    private final Map<String, TestExecutionResult> results = new LinkedHashMap<>();
    private final List<String> entries = new ArrayList<>();
    private final Map<String, String> entryOf = new LinkedHashMap<>();

    private Kit(EngineExecutionResults executed) {
        for (Event event : executed.allEvents().finished().list()) {
            event.getPayload(TestExecutionResult.class).ifPresent(result -> put(event, result));
        }
        executed.allEvents()
                .reportingEntryPublished()
                .list()
                .forEach(event -> event.getPayload(ReportEntry.class).ifPresent(entry -> put(event, entry)));
    }

    private void put(Event event, ReportEntry entry) {
        entries.add(entry.getKeyValuePairs().toString());
        entryOf.put(
                event.getTestDescriptor().getDisplayName(),
                entry.getKeyValuePairs().get("jmill"));
    }

    private void put(Event event, TestExecutionResult result) {
        if (event.getTestDescriptor().isTest() || result.getStatus() != Status.SUCCESSFUL) {
            String parent = event.getTestDescriptor()
                    .getParent()
                    .map(p -> p.getDisplayName())
                    .orElse("");
            String name = event.getTestDescriptor().getDisplayName();
            results.put(parent.equals(name) || !parent.endsWith(")") ? name : parent + " " + name, result);
        }
    }

    /// Runs all tests of a class.
    static Kit run(Class<?> type) {
        return new Kit(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                .execute());
    }

    /// The names of the tests, each with how it has ended.
    Map<String, Status> all() {
        Map<String, Status> all = new LinkedHashMap<>();
        results.forEach((name, result) -> all.put(name, result.getStatus()));
        return all;
    }

    /// What the only test has failed with.
    Throwable failure() {
        if (results.size() != 1) {
            throw new AssertionError("not one test, but " + all());
        }
        return failure(results.keySet().iterator().next());
    }

    /// What a test has failed with.
    Throwable failure(String name) {
        Optional<Throwable> thrown = Optional.ofNullable(results.get(name)).flatMap(TestExecutionResult::getThrowable);
        return thrown.orElseThrow(() -> new AssertionError(name + " has not failed: " + all()));
    }

    /// What was published.
    List<String> entries() {
        return entries;
    }

    /// What a test has published of what it has covered; null if nothing.
    String entry(String name) {
        return entryOf.get(name);
    }
}
