/// The programs of `docs/tutorial.md`, from hello to a chat server.
///
/// **What this room is for.** Whoever follows the tutorial reads, runs and changes these files.
///
/// **What is in it.** A class a step, each a whole program with a `main` of its own that uses
/// nothing but jmill; and [Tutorial][org.jmill.examples.tutorial.Tutorial], through which the
/// launcher runs them.
///
/// **Who may come in.** Only the catalogue of `org.jmill.examples`.
///
/// **Rules.** The tutorial quotes these files, and a test compares: whoever changes one changes the
/// other. Plain Java, libmill's verbs, no picocli in a step.
///
/// **Not here.** The network examples, which take options and bear load.
package org.jmill.examples.tutorial;
