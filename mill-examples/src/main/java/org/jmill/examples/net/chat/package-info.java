/// A chat server.
///
/// **What this room is for.** Shows how connections that know of each other live in one mill: their
/// lists need no locks, as nobody waits while he changes them, nor calls Java code that blocks.
///
/// **What is in it.** The program [Chat][org.jmill.examples.net.chat.Chat]; a member of it.
///
/// **Who may come in.** Only the catalogue of `org.jmill.examples`.
///
/// **Rules.** Nobody waits for a slow reader: a line is put into each member's queue, or the member
/// is dropped.
///
/// **Not here.** Passwords, history.
package org.jmill.examples.net.chat;
