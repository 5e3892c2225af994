/// What happens, told to whoever listens.
///
/// **What this room is for.** Trace lines in libmill's words, events for the JDK Flight Recorder,
/// and the places ("Pump.java:41") that both, the dump and the messages name.
///
/// **What is in it.** [Trace][org.jmill.trace.Trace], the switch and the lines;
/// [FlightEvents][org.jmill.trace.FlightEvents]; [Origins][org.jmill.trace.Origins], which finds
/// the user's frame in a stack.
///
/// **Who may come in.** Everybody in this module. Of jmill it knows `org.jmill.world` alone.
///
/// **Rules.** Free when off: callers look at [Trace#on][org.jmill.trace.Trace#on] first. The switch
/// may be thrown by any thread. Values that users send are never printed.
///
/// **Not here.** The dump, which has to see channels and so stands upstairs.
@Plumbing
package org.jmill.trace;

import org.jmill.world.Plumbing;
