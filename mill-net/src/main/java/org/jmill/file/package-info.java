/// Files, FIFOs, devices and the standard streams, read and written without blocking other coroutines.
///
/// {@snippet file="org/jmill/file/snippets/FileSnippet.java" region="example"}
///
/// **Begin with** [MillFile]: `mfopen` and its kin are libmill's verbs, and each has a method. What stands in memory is
/// taken from there; what does not is read and written by other threads while the coroutine waits.
///
/// A file belongs to its mill, the standard streams to all mills. One coroutine reads and one writes; a second one is a
/// panic. A transfer belongs to its file, not to who has started it: a deadline or a cancellation loses no byte.
/// Failures are those of `java.nio.file` and `java.io`.
///
/// Directories, attributes and locks of files are not here: take `java.nio.file` within
/// [blocking][org.jmill.Mill#blocking].
///
/// @since 0.1.0
@NullMarked
@Plumbing
package org.jmill.file;

import org.jmill.world.Plumbing;
import org.jspecify.annotations.NullMarked;
