/// Tests of programs on jmill that hold time, network and order in their hand, and repeat a failure from a few
/// characters.
///
/// {@snippet file="org/jmill/test/MillTestSnippet.java" region="example"}
///
/// | a test … | with JUnit 5 | without |
/// |---|---|---|
/// | in virtual time | [MillTest] | [Sim] |
/// | in every order of its coroutines, within limits | [Explore] | [Explorer] |
/// | in a world that is drawn from a seed | [Simulate] | [Simulation] |
/// | of machines that crash | [Cluster], with its [Node]s | the same |
///
/// [SimNet] is the network in memory, [SimDisk] a disk that forgets what was not forced. A test says what must hold
/// with [Check] and [History], and learns from a [Report] what was tried.
///
/// Nothing is real here: no clock, no thread but the one of the mill, no socket, no disk. What differs between two runs
/// of a test is a decision, and each decision has a default. A program's own threads, clocks and statics are not
/// covered: they are found out by running a test twice.
///
/// @since 0.1.0
@NullMarked
package org.jmill.test;

import org.jspecify.annotations.NullMarked;
