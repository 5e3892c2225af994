package org.jmill.bench.mutant;

import java.util.List;

/// Mutants that do what the program does, whatever the order: nothing could find them. Each with its reason.
final class Equivalents {
    private static final String ONE_IS_ENOUGH =
            "when one player has ended all is printed, and the other one only returns";
    private static final String NOBODY_SENDS = "nobody ever sends on this channel";
    private static final String IS_READY = "the other clause is ready, so no deadline is looked at";
    private static final String MULTIPLE = "the next filter takes out the second one, too: it is a multiple";

    private static final List<Claim> CLAIMS = List.of(
            new Claim(Operator.DROP_JOIN, "PingPong", "join", 2, ONE_IS_ENOUGH),
            new Claim(Operator.DROP_CLAUSE, "OrderChoose", "in", 3, NOBODY_SENDS),
            new Claim(Operator.DROP_CLAUSE, "OrderChoose", "deadline", 1, IS_READY),
            new Claim(Operator.DROP_CLAUSE, "OrderDone", "in", 1, NOBODY_SENDS),
            new Claim(Operator.SHRINK_BUFFER, "OrderDone", "chmake", 1, NOBODY_SENDS),
            new Claim(Operator.NO_BUFFER, "OrderDone", "chmake", 1, NOBODY_SENDS),
            new Claim(Operator.REPEAT_SEND, "Sieve", "chs", 2, MULTIPLE));

    private Equivalents() {}

    /// @param count how many calls of that name in the class it is said of
    private record Claim(Operator operator, String type, String what, int count, String reason) {}

    private static boolean isOf(Claim claim, Mutant mutant) {
        String simple = mutant.type().substring(mutant.type().lastIndexOf('.') + 1);
        return claim.operator == mutant.operator() && claim.type.equals(simple) && claim.what.equals(mutant.what());
    }

    /// What is said of more mutants, or of fewer, than have survived: either is wrong.
    static List<String> untrue(List<Mutant> survivors) {
        return CLAIMS.stream()
                .filter(claim ->
                        survivors.stream().filter(mutant -> isOf(claim, mutant)).count() != claim.count)
                .map(Claim::toString)
                .toList();
    }

    /// Why a mutant that has survived could not be found.
    ///
    /// @return null: it could
    static String reason(Mutant mutant) {
        return CLAIMS.stream()
                .filter(claim -> isOf(claim, mutant))
                .map(Claim::reason)
                .findFirst()
                .orElse(null);
    }
}
