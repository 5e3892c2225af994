/// What `./jmill growth` has measured: how the cost of an operation grows with the number of things.
///
/// What is in it: [Growth], the figures; [GrowthReport], which writes them as tables and as JSON;
/// [GrowthPlot], which draws them, each beside the line that it may not leave far behind.
///
/// Who may come in: the command line, which measures. From here one goes to the list of curves
/// and to `org.jmill.bench.report`.
///
/// Rules: a ratio is to the smallest size of the same curve, measured in the same process.
package org.jmill.bench.growth;
