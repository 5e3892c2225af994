/// Lines and text on streams of bytes.
///
/// **What this room is for.** Whoever has a stream of bytes, a socket or a file, reads lines from it and writes
/// lines to it, and hands it to Java code that wants an `InputStream`, `OutputStream`, `Reader` or `Writer`.
///
/// **What is in it.** [TextStream][org.jmill.text.TextStream], which the connections of `org.jmill.net` and
/// [MillFile][org.jmill.file.MillFile] are; [TextOptions][org.jmill.text.TextOptions];
/// [LineTooLongException][org.jmill.text.LineTooLongException]. Inside: a reader and a writer, without a lock.
///
/// **Who may come in.** Everybody. It uses `org.jmill` for the time only, and knows neither sockets nor files.
///
/// **Rules.** No byte is taken from a stream but for the characters that were asked for: so nothing is lost when a
/// call fails, and the ways to read can be mixed. Nothing here holds a monitor while it waits.
///
/// **Not here.** Formats on top of lines (CSV, JSON), and a terminal's line editing.
@Plumbing
package org.jmill.text;

import org.jmill.world.Plumbing;
