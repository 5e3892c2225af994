/// How measurements are written down, whatever was measured.
///
/// What is in it: [Grid], a table of text; [JsonText], the small change of JSON; [Svg], the same for
/// drawings; [Medians]; [Machine], where and when it was measured; [ReportFiles], the options that
/// name the files to write.
///
/// Who may come in: the command lines and what they print; it goes nowhere itself.
///
/// Rules: knows of numbers, names and text only. Numbers are written with a point, whatever the
/// machine's language.
///
/// Not here: what to say; see `org.jmill.bench.compare` and `org.jmill.bench.growth`.
package org.jmill.bench.report;
