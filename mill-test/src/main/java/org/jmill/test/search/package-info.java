/// Search through the schedules of a test.
///
/// **What this room is for.** Making the decisions of one run after another so that one of them fails, if any does;
/// making that one short; telling it, and repeating it.
///
/// **What is in it.** `Trial`, a test that can be run again and again; `Schedule`, the decisions of a run, written
/// down, and `Guide`, who makes them; `Search`, which says in what order; `Shrinker`; `Token`; `EventLog` and
/// `Table`, what a failure looks like; `Watchdog`, the only one who looks at the real time. `Seeds` draws all decisions instead (`Drawing`)
/// and tells what has happened in a `Chronicle`; a `Stage` makes the world of a run.
///
/// **Who may come in.** `org.jmill.test`. It knows `sim` and the verbs.
///
/// **Rules.** A schedule is the list of its decisions, each with a default; a deviation is a decision against it. The
/// same decisions give the same run on every engine. Nothing is kept of a schedule that has passed.
///
/// **Not here.** What the decisions are about (`sim`).
package org.jmill.test.search;
