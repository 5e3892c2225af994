/// Lines and text on streams of bytes: sockets and files.
///
/// {@snippet file="org/jmill/net/snippets/TextSnippet.java" region="dialogue"}
///
/// **Begin with** [TextStream], which the connections of `org.jmill.net` and [MillFile][org.jmill.file.MillFile] are:
/// it reads a line, writes a line, and is an `InputStream`, `OutputStream`, `Reader` or `Writer` to Java code that
/// wants one. [TextOptions] has the charset, the longest line and the line's end.
///
/// No byte is taken from a stream but for the characters that were asked for: so nothing is lost when a call fails, and
/// the ways to read can be mixed. A line that is too long is a [LineTooLongException], before it fills the memory.
///
/// Formats on top of lines (CSV, JSON) and the editing of lines at a terminal are not here.
///
/// @since 0.1.0
@NullMarked
@Plumbing
package org.jmill.text;

import org.jmill.world.Plumbing;
import org.jspecify.annotations.NullMarked;
