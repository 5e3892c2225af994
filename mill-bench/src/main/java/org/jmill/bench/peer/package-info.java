/// The perf programs as other libraries run them, for `./jmill compare`.
///
/// **What this room is for.** What a user of another library would write for the same question.
///
/// **What is in it.** [JavaPeer], the list of those that run in a JVM; a class of programs for each;
/// [NettyEcho] and [NettyC10k] for the network.
/// Kotlin's is written in Kotlin (`src/main/kotlin`), and those in Go and C lie in `mill-bench/go`
/// and `mill-bench/c`; what needs a preview of the JDK lies in `mill-bench/preview`, see [PreviewPrograms].
///
/// **Who may come in.** The command line and the tests. From here one goes to `org.jmill.bench.program`
/// and `org.jmill.bench.net` only, for the list of programs and the form of a result.
///
/// **Rules.** The same scenario as jmill's, with the same counts and the same stretch on the clock,
/// written the way that a user of the library would. A program that has no counterpart is left out.
///
/// **Not here.** How they are started and compared; see `org.jmill.bench.compare`.
package org.jmill.bench.peer;
