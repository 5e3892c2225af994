/// Small programs that show one thing each, and the main class that runs them by name.
///
/// **What this room is for.** `jmill list` and `jmill run NAME`: [Main][org.jmill.examples.Main]
/// reads the command line, the catalogue makes the example, and its mill runs on the main thread.
///
/// **What is in it.** The launcher; [Example][org.jmill.examples.Example], which every program
/// implements; converters for parameters. The programs themselves stand in the packages below, one
/// a file.
///
/// **Who may come in.** The script `jmill`. It uses what core and net export, and picocli.
///
/// **Rules.** An example is a class with a picocli `@Command`, typed parameters and a header of
/// three lines: what it shows, how to run it, what it prints. It prints on `System.out`. Whoever
/// adds one adds a row to the catalogue and a test of its output. Wrong arguments are one line on
/// standard error and exit status 2.
///
/// **Not here.** Perf programs (`mill-bench`).
package org.jmill.examples;
