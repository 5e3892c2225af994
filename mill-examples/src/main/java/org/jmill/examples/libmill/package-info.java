/// Twins of C programs, and other programs with libmill's verbs.
///
/// **What this room is for.** A C programmer finds each program beside its original: the twins in
/// this package print, line by line, what the C programs under `src/test/resources/golden` print
/// when they are linked with the real libmill.
///
/// **What is in it.** A class a program; each is an [Example][org.jmill.examples.Example].
///
/// **Who may come in.** Only the catalogue of `org.jmill.examples`.
///
/// **Rules.** A twin follows its original statement by statement and runs in libmill's order unless
/// told otherwise. It closes the channels that its original closes, although Java needs no such
/// thing.
///
/// **Not here.** Programs as a Java or Go programmer would write them.
package org.jmill.examples.libmill;
