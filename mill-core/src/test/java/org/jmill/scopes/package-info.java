/// # The rules of scopes
///
/// **What this room is for.** What the Javadoc of `Scope`, `Fork`, `within`, `shield`, `race`, `par`, the tickers and
/// `CoroutineLocal.where` promises: one test a rule, on all engines and in both orders.
///
/// **What is in it.** A class a verb or rule; `LessonsOf…`, what users of other systems have complained of, and that it
/// does not happen here; `NothingIsLeftTest`. `Tidy` runs them all.
///
/// **Who may come in.** JUnit alone. It uses what users see, and the harness.
///
/// **Rules.** Time is virtual, but where other threads take part; there everything is waited for, and nothing for a
/// while. Each test ends in a mill in which main alone lives, and no timer is armed.
///
/// **Not here.** Random trees of scopes, which are with the models; the cancellation of single coroutines.
package org.jmill.scopes;
