package org.jmill.test.sim;

/// How far a run may go, and in what it may differ from the real world.
///
/// @param steps after how many steps it is stopped
/// @param anyTurn whether turns and starts are decisions; else they are as in the real world
/// @param arrivals whether it is a decision that the time moves, or something comes, while somebody can run
public record Limits(int steps, boolean anyTurn, boolean arrivals) {}
