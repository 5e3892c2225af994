/// The command lines of mill-bench: `./jmill perf`, `compare`, `growth`, `kernels` and `mutants`.
///
/// **What this room is for.** The words after `./jmill` are read here, and what was measured is printed.
///
/// **What is in it.** [Perf], the main class; a class for each command; [WarmUp]; [Rounds] and
/// [GrowthRounds], which measure what is warm; [KernelFinding], what a search has found, and [KernelTable], which
/// shows it; [EngineChoice], the options of several commands.
///
/// **Who may come in.** Nobody; this is the top. It goes to `org.jmill.bench.program`,
/// `org.jmill.bench.peer` and `org.jmill.bench.net` for what is measured, to `org.jmill.bench.kernel`,
/// `org.jmill.bench.mutant` and `org.jmill.test` for what is searched and by what, and to `org.jmill.bench.compare`
/// and `org.jmill.bench.growth` for what comes of it.
///
/// **Rules.** Results go to standard output, a line a round, in the one form that
/// [org.jmill.bench.program.Sample#line] writes; all else goes to standard error. Misuse of the
/// command line is one line there, and exit status 2; what goes wrong in a program is exit status
/// 1.
///
/// **Not here.** The scenarios, and JMH, which brings a main class of its own.
package org.jmill.bench;
