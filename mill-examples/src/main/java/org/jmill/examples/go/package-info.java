/// Patterns that Go programmers know, in Java's style.
///
/// **What this room is for.** Whoever comes from Go finds the program that he has in mind, and how
/// it is written here.
///
/// **What is in it.** A class a pattern; each is an [Example][org.jmill.examples.Example].
///
/// **Who may come in.** Only the catalogue of `org.jmill.examples`.
///
/// **Rules.** Channels are used by their methods (`send`, `receive`, for-each) and run in direct
/// order, as goroutines do. What a program prints does not depend on how fast the machine is; where
/// it does, its header says so.
///
/// **Not here.** Programs with libmill's verbs (`libmill`), network services.
package org.jmill.examples.go;
