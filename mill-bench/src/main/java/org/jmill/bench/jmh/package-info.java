/// The perf programs and their parts as JMH benchmarks.
///
/// **What this room is for.** A second opinion on the figures of `./jmill perf`, by the tool that the JDK's own
/// authors use.
///
/// **What is in it.** A class for each group of programs; [MillState], which holds the engine. Run them
/// with `java -cp mill-bench/target/mill-bench.jar org.openjdk.jmh.Main`, `-p engine=VIRTUAL` for
/// one engine, `-prof gc` for the allocation per operation.
///
/// **Who may come in.** JMH, which finds its benchmarks by their annotations, and the smoke test. From here one goes to
/// `org.jmill.bench.program` and `org.jmill.bench.net`.
///
/// **Rules.** An invocation is a mill of its own that does [MillState#OPERATIONS] operations, so that
/// what the mill costs to start and end vanishes in them. Each benchmark asks one question and
/// returns what it computed. The smoke test runs each of them once.
///
/// **Not here.** Peers; they are compared in processes of their own, see `./jmill compare`.
package org.jmill.bench.jmh;
