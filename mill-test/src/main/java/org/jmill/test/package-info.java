/// Tests of programs on jmill.
///
/// **What this room is for.** A test that holds time, network and order in its hand, and that repeats a failure from a
/// few characters.
///
/// **What is in it.** [MillTest], [Explore] and [Simulate], which are put on methods of JUnit 5; [Sim], [Explorer] and
/// [Simulation], which do the same without it; [Cluster] and its [Node]s, [SimNet] and [SimDisk]; what a test says: [Check], [History]; what it learns: [Report].
///
/// **Who may come in.** Tests. It uses what `org.jmill`, `org.jmill.world` and `org.jmill.net` export; of its own
/// rooms it knows all, and none of them knows it.
///
/// **Rules.** Nothing here is real: no clock, no thread but the one of the mill, no socket, no disk. What differs
/// between two runs of a test is a decision, and each decision has a default.
///
/// **Not here.** Threads of the user's own, his clocks, his statics: they are found out by running a test twice.
package org.jmill.test;
