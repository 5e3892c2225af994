/// What `./jmill growth` has measured: how the cost of an operation grows with the number of things.
///
/// **What this room is for.** What is fast with ten things may be slow with a million: here one sees at which.
///
/// **What is in it.** [Growth], the figures; [GrowthReport], which writes them as tables and as JSON;
/// [GrowthPlot], which draws them, each beside the line that it may not leave far behind.
///
/// **Who may come in.** The command line, which measures. From here one goes to the list of curves
/// and to `org.jmill.bench.report`.
///
/// **Rules.** A ratio is to the smallest size of the same curve, measured in the same process.
///
/// **Not here.** The curves themselves: `Curves` in `org.jmill.bench.program`.
package org.jmill.bench.growth;
