/// The perf programs of the network: `c10k` and `echo`.
///
/// **What this room is for.** What a round trip over a socket costs, in time and in processor time.
///
/// **What is in it.** [C10k], a class for libmill's program of that name; [EchoServer] and
/// [EchoClient], which run in two processes; [EchoLoad], the client with a server of any make, and
/// [Cpu], what both cost; [NetScenario], the list of what is compared, and [RoundTrips], what peers
/// have in common; [Descriptors], how many sockets there may be.
///
/// **Who may come in.** The command lines, Netty's programs and the tests. From here one goes to `org.jmill.net`.
///
/// **Rules.** Loopback only. What is listened at is a port that the system picks. A round prints the
/// line that every perf program prints; what else there is to say is a line of its own.
///
/// **Not here.** Programs without sockets; see `org.jmill.bench.program`.
package org.jmill.bench.net;
