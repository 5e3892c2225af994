/// A key-value server that speaks enough of the Redis protocol for its tools.
///
/// **What this room is for.** Shows a binary protocol with pipelining, and data that all connections
/// share without a lock.
///
/// **What is in it.** The program [Kv][org.jmill.examples.net.kv.Kv]; requests and replies; the
/// commands; the values.
///
/// **Who may come in.** Only the catalogue of `org.jmill.examples`.
///
/// **Rules.** A command runs from beginning to end without a wait: so each is atomic. What a client
/// may make the server keep or read has limits.
///
/// **Not here.** Persistence, replication, transactions, scripts.
package org.jmill.examples.net.kv;
