/// Programs with one mistake put in.
///
/// **What this room is for.** What a search through schedules is measured by, beside the bug kernels: of the mistakes
/// that can be put into a program by changing one call, how many it finds.
///
/// **What is in it.** [Mutation], what becomes of all of them, and [MutantTable], which shows it;
/// `Mutations`, the programs; `Program`, how one is begun; `Mutator`, which finds where a method can be changed, with
/// `Depth`, the height of its operand stack; `Operator`, the kinds of change; `Mutant`, a program with one;
/// `ProgramLoader`, which loads it, and `Tape`, on which it prints; `Oracle`, which tells a mutant from the program by
/// its `Habits`, and `Equivalents`, those that nobody can tell.
///
/// **Who may come in.** The command line and the tests. It knows `org.jmill.test`, and the classes of the examples by
/// their names alone: it reads their class files.
///
/// **Rules.** A mutant has one change. A program counts only if it passes itself what its mutants have to pass; one
/// that does not is listed. A mutant whose changed place no schedule comes to does not count. Who says of a mutant
/// that it is no mistake gives the reason.
///
/// **Not here.** Mistakes in what is computed: they have nothing to do with schedules.
package org.jmill.bench.mutant;
