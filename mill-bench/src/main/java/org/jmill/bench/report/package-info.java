/// How measurements are written down, whatever was measured.
///
/// **What this room is for.** Tables, JSON and drawings look alike whichever command has made them.
///
/// **What is in it.** [Grid], a table of text; [JsonText], the small change of JSON; [Svg], the same for
/// drawings; [Medians]; [Machine], where and when it was measured; [MarkedText], a page with a part that is written
/// anew; [ReportFiles], the options that
/// name the files to write.
///
/// **Who may come in.** The command lines and what they print; it goes nowhere itself.
///
/// **Rules.** Knows of numbers, names and text only. Numbers are written with a point, whatever the
/// machine's language.
///
/// **Not here.** What to say; see `org.jmill.bench.compare` and `org.jmill.bench.growth`.
package org.jmill.bench.report;
