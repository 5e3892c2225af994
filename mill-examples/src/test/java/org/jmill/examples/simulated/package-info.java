/// The servers among the examples, on machines in memory.
///
/// **What this room is for.** Finds out whether kv, broker, chat, proxy and http-files keep their word when packets are
/// lost, connections break, machines lose their power and disks fail.
///
/// **What is in it.** A test a server, each a story that is told once for each seed; clients that speak the servers'
/// protocols; [Program][org.jmill.examples.simulated.Program] (a server as `jmill run` starts it) and
/// [Console][org.jmill.examples.simulated.Console] (where what it prints goes).
///
/// **Who may come in.** Nobody; it knows the servers by their `main`, and `org.jmill.test`.
///
/// **Rules.** A story ends its faults, then wants progress, then stops its server and wants its end within the grace.
/// What is claimed of faults is seen: each kind happens in some seed, or the test fails.
///
/// **Not here.** The real network, and the servers' protocols in detail: the tests one package up.
package org.jmill.examples.simulated;
