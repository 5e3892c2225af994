/// Programs on scopes: several things at once that end together, in time, and leave nothing behind.
///
/// **What this room is for.** Whoever has to ask several others, limit what goes on at a time, or stop what has begun,
/// finds here how that is said.
///
/// **What is in it.** A class a program; each is an [Example][org.jmill.examples.Example].
///
/// **Who may come in.** Only the catalogue of `org.jmill.examples`.
///
/// **Rules.** No coroutine is started but in a scope. What a program prints does not depend on how fast the machine is,
/// but for the time that `limits` says it took.
///
/// **Not here.** The same for a server (`supervise`, in `net`), and what Go programmers have recipes for (`gather`,
/// `deadline`, in `go`).
package org.jmill.examples.structure;
