/// A world of virtual time.
///
/// **What this room is for.** Everything that comes to a mill from outside, computed: its time, what has been asked of
/// others, who runs next.
///
/// **What is in it.** `SimWorld`, the [World][org.jmill.world.World] of a test; `Agenda`, the time and what is to
/// happen in it; `Decider`, who is asked wherever there is more than one way to go on; `Machines`, what runs on which one.
///
/// **Who may come in.** The rooms of `org.jmill.test`. It knows `org.jmill.world` and the verbs.
///
/// **Rules.** All is called on the mill's thread. Nothing waits, nothing reads a clock of this machine.
///
/// **Not here.** How a decision is made (`search`); sockets (`net`); files (`disk`).
package org.jmill.test.sim;
