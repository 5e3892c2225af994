/// The perf programs of the network: `c10k` and `echo`.
///
/// What is in it: [C10k], a class for libmill's program of that name; [EchoServer] and
/// [EchoClient], which run in two processes; [Descriptors], how many sockets there may be.
///
/// Who may come in: the command line and the tests. From here one goes to `org.jmill.net`.
///
/// Rules: loopback only. What is listened at is a port that the system picks. A round prints the
/// line that every perf program prints; what else there is to say is a line of its own.
package org.jmill.bench.net;
