/// Pipelines over real files.
///
/// **What this room is for.** Programs that somebody may use: many and large files, broken ones
/// among them, a progress bar on a terminal, an exit status that tells whether all went well.
///
/// **What is in it.** [Wordcount][org.jmill.examples.files.Wordcount] and
/// [LogPipeline][org.jmill.examples.files.LogPipeline], and what they share: reading files in pieces,
/// the progress bar.
///
/// **Who may come in.** Only the catalogue of `org.jmill.examples`.
///
/// **Rules.** Files are read, and pieces are counted, on other threads through `blocking`; everything
/// else, so all that is shared, belongs to the mill's thread. Memory is bounded by the capacities of
/// the channels, never by the size of the input.
///
/// **Not here.** Network services.
package org.jmill.examples.files;
