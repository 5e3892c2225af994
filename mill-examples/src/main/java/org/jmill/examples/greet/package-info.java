/// libmill's tutorial, step by step: from a server that hangs up on everybody to one that uses all
/// processors and TLS.
///
/// **What this room is for.** Whoever reads libmill's tutorial finds each of its steps here, in
/// libmill's verbs, and sees what changes from one to the next: `diff Greet4.java Greet5.java`.
///
/// **What is in it.** A class a step, [Greet1][org.jmill.examples.greet.Greet1] to
/// [Greet8][org.jmill.examples.greet.Greet8]; what only the last two share.
///
/// **Who may come in.** Only the catalogue of `org.jmill.examples`.
///
/// **Rules.** A step changes one thing. Steps 1 to 6 stand alone, and repeat what they keep.
///
/// **Not here.** The finished server: that is `greet`, in `net`.
package org.jmill.examples.greet;
