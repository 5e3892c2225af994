/// Files for coroutines.
///
/// **What this room is for.** Reading and writing files, FIFOs, devices and the standard streams
/// without ever blocking the mill's thread.
///
/// **What is in it.** [MillFile][org.jmill.file.MillFile], which has libmill's `mf*` verbs. Inside:
/// an input half that reads ahead, an output half that writes behind, both by transfers on the
/// the world's workers; the operating system's view of the file; opening, which can be given up, and
/// closing, which cannot; the exceptions.
///
/// **Who may come in.** Everybody. It uses what `org.jmill` exports and nothing of `org.jmill.net`.
///
/// **Rules.** A file belongs to its mill, the standard streams to all mills. One coroutine reads
/// and one writes; a second one is a panic. A transfer belongs to its file and survives the
/// coroutine that has started it: a deadline or a cancellation loses no byte. No lock is held
/// across a suspension.
///
/// **Not here.** Directories, attributes and locks of files: `java.nio.file` within
/// `Mill.blocking`.
@Plumbing
package org.jmill.file;

import org.jmill.world.Plumbing;
