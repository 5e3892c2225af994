package org.jmill.bench.mutant;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What becomes of all mutants of some programs.
public final class Mutation {
    private final List<Finding> findings = new ArrayList<>(); // Those that no schedule reaches are not among them.
    private final List<String> learned = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    private Mutation() {}

    /// Changes each of the programs in each way, and searches what comes of it.
    ///
    /// @param names those of programs, such as `FanIn`; empty: all
    /// @param schedules how many each mutant gets
    /// @param progress is told the name of each program
    public static Mutation of(List<String> names, long schedules, Consumer<String> progress) {
        List<Program> programs = Mutations.examples().stream()
                .filter(program -> names.isEmpty() || names.contains(program.name()))
                .toList();
        return ofPrograms(programs, schedules, progress);
    }

    static Mutation ofPrograms(List<Program> programs, long schedules, Consumer<String> progress) {
        Mutation mutation = new Mutation();
        for (Program program : programs) {
            progress.accept(program.name());
            mutation.search(program, schedules);
        }
        return mutation;
    }

    /// The names of the programs.
    public static List<String> names() {
        return Mutations.examples().stream().map(Program::name).toList();
    }

    private void search(Program program, long schedules) {
        try {
            Oracle oracle = Oracle.learn(program, schedules);
            learned.add(oracle.toString());
            for (Mutant mutant : program.mutants()) {
                Finding finding = oracle.judge(mutant);
                if (finding.verdict() != Verdict.NOT_REACHED) {
                    findings.add(finding);
                }
            }
        } catch (UnfitException e) {
            skipped.add(program + ": " + e.getMessage());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("load " + program + ": " + e.getMessage(), e);
        }
    }

    List<Finding> findings() {
        return findings;
    }

    /// Those that were not found, and could have been.
    List<Finding> survivors() {
        return unfound().filter(finding -> reason(finding) == null).toList();
    }

    /// Those that do what the program does.
    List<Finding> equivalents() {
        return unfound().filter(finding -> reason(finding) != null).toList();
    }

    private Stream<Finding> unfound() {
        return findings.stream().filter(finding -> !finding.verdict().isFound());
    }

    /// Why it cannot be found; null: it could.
    String reason(Finding finding) {
        return Equivalents.reason(finding.mutant());
    }

    /// What is said of mutants that cannot be found, and is not so. All programs were searched.
    List<String> untrue() {
        return Equivalents.untrue(unfound().map(Finding::mutant).toList());
    }

    /// How many mutants there are that could be found.
    public int count() {
        return findings.size() - equivalents().size();
    }

    /// How many were found.
    public int found() {
        return (int)
                findings.stream().filter(finding -> finding.verdict().isFound()).count();
    }

    /// How many were found by the first schedule, the order of today.
    public int foundToday() {
        return (int) findings.stream()
                .filter(finding -> finding.verdict().isFoundToday())
                .count();
    }

    /// The programs that do not count, since they do not pass their own check: a line each, with what they did.
    public List<String> skipped() {
        return skipped;
    }

    /// What was learned of each program, a line each.
    public List<String> learned() {
        return learned;
    }
}
