/// Bugs of programs in Go, small.
///
/// **What this room is for.** What a search through schedules is measured by: bugs that real programs had, and that
/// others have measured their tools by.
///
/// **What is in it.** [Kernel], a bug and its id; [Kernels], the list of them; [Group], what they are made of, and
/// within how many schedules they are to be found; [Version], which of its two programs runs; a class for each kernel.
/// Their ids are those of GoKer, in GoBench (Yuan and others, CGO 2021).
///
/// **Who may come in.** The command line and the tests. It knows the verbs and `org.jmill.sync`, and no searcher.
///
/// **Rules.** Each is written anew from the description of the bug, as somebody would write it in jmill, and keeps
/// what makes it go wrong: no order is forced, and nothing sleeps that does not in the original. The two programs
/// differ by what the bug is, asked for by the version. Loops without end are cut to two rounds, and what was filler
/// is left out, so that all schedules of the mended program can be gone through.
///
/// **Not here.** GoKer's kernels whose only fault is a data race, a lock that is taken twice, or a test's own: jmill
/// does not have the first, and panics at the second.
package org.jmill.bench.kernel;
