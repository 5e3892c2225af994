/// A network in memory.
///
/// **What this room is for.** Sockets that are the kernel's to whoever uses them, over wires that a test can cut, clog
/// and make slow, in virtual time.
///
/// **What is in it.** `Net`, the whole: its `Host`s, how its wires are (`Conditions`), who is cut off from whom
/// (`Links`). `Wire` carries packets; a `Line` those of one direction of a connection, in order. `StreamEnd` is one end
/// of a connection, `Listening` what waits to be accepted. The channels (`SimSocketChannel`, `SimServerSocketChannel`,
/// `SimDatagramChannel`) are the JDK's types over these, and `SimProvider` opens them. `Readiness` is the half of a
/// [Poller][org.jmill.world.Poller] that does not wait; `HostNames` resolves.
///
/// **Who may come in.** `org.jmill.test`. It knows `org.jmill.test.sim` and `org.jmill.world`.
///
/// **Rules.** All is called on the mill's thread. Nothing waits: what takes time is put down in the `Agenda`. What may
/// go one way or another is asked of the `Decider`, and nothing is asked where the conditions leave no choice. What a
/// connection has taken is delivered once and in order, or the connection breaks.
///
/// **Not here.** When time passes and who waits (`sim`); what users call (`SimNet`).
package org.jmill.test.net;
