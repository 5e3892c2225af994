package org.jmill.bench.mutant;

/// What was found out about a mutant.
///
/// @param mutant null: the program itself
/// @param schedules how many it took
/// @param detail the failure, or what is different
record Finding(Program program, Mutant mutant, Verdict verdict, long schedules, String detail) {}
