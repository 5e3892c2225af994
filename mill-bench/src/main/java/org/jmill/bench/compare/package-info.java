/// `./jmill compare`: jmill and its peers, side by side, on this machine and at the same time.
///
/// **What this room is for.** A figure means little alone: here jmill stands beside what others would take instead.
///
/// **What is in it.** [Rivals], who takes part and who is missing why; [Rival], how one of them is
/// started; [Comparison], which runs them in turn; [Processors], where a server runs; [Figures],
/// what came of it; [Table], [Json] and [Chart], which write it down by the means of `org.jmill.bench.report`.
///
/// **Who may come in.** The command line and the tests. From here one goes to the lists of programs and
/// peers, never to the programs themselves: each run is a process of its own.
///
/// **Rules.** Whoever is missing, or fails, is a dash with its reason; nothing is left out in silence.
/// Passes are interleaved (everybody once, then everybody again), so that a machine which is slower
/// for a while is slower for all.
///
/// **Not here.** What is measured; see `org.jmill.bench.program` and `org.jmill.bench.peer`.
package org.jmill.bench.compare;
