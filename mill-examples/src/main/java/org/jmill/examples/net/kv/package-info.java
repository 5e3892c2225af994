/// A key-value server that speaks enough of the Redis protocol for its tools.
///
/// **What this room is for.** Shows a binary protocol with pipelining, and data that all connections
/// share without a lock, since nothing in the store waits.
///
/// **What is in it.** The program [Kv][org.jmill.examples.net.kv.Kv]; requests and replies; the
/// commands; the values; patterns; what all of it may take of the memory.
///
/// **Who may come in.** Only the catalogue of `org.jmill.examples`.
///
/// **Rules.** A command runs without a wait until it replies: so each is atomic. What is refused has
/// changed nothing. Memory is taken when the bytes have come, whatever was announced, and it is
/// counted: keys and values, requests, and replies that are not yet taken.
///
/// **Not here.** Persistence, replication, transactions, scripts.
package org.jmill.examples.net.kv;
