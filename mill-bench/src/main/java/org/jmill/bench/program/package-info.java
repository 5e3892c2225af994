/// The perf programs: one question each, asked of jmill.
///
/// **What this room is for.** What an operation of jmill costs, a program an operation.
///
/// **What is in it.** [Program], what they have in common; [Programs], the list of them;
/// [Curves], those that are measured over a range of sizes; [Sample], what a round measured; and a
/// class for each program. Those that libmill has too (`perf/` there) bear its names and count as it
/// does.
///
/// **Who may come in.** The command line, the JMH benchmarks and the tests. Nothing here prints, warms
/// up or knows which engine it runs on.
///
/// **Rules.** A program runs in the main coroutine of a mill, and leaves it as it ends its round. Only
/// what the name says is inside the measured stretch. Values are boxed beforehand or come from the
/// cache of small integers, so that boxing is not what is measured.
///
/// **Not here.** The same scenarios in other libraries and languages; see `org.jmill.bench.peer`.
package org.jmill.bench.program;
