/// Three programs that have a twin in Go: those of `docs/side-by-side-with-go.md`.
///
/// **What this room is for.** Each does what a newcomer writes first: ask several at once and make do with what is
/// there in time; a pipeline over files; a server for lines. The twins lie in `src/main/go`.
///
/// **What is in it.** [FanOut][org.jmill.examples.twins.FanOut],
/// [LineCount][org.jmill.examples.twins.LineCount], [Service][org.jmill.examples.twins.Service].
///
/// **Who may come in.** The test that runs them and their twins.
///
/// **Rules.** As short as in Go, and shorter: the test counts. Nothing of the examples' own classes is used, so that a
/// program can be copied as it stands.
///
/// **Not here.** Options and messages for those who call them wrongly.
package org.jmill.examples.twins;
