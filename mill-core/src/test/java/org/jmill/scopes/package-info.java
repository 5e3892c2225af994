/// # The rules of scopes
///
/// **What for.** What the Javadoc of `Scope`, `Fork`, `within`, `shield`, `race`, `par`, the tickers and
/// `CoroutineLocal.where` promises, one test a rule, on all engines and in both orders.
///
/// **What is in it.** A class for each verb or rule; `LessonsOf…`: what users of other systems have complained of, and
/// that it does not happen here; `NothingIsLeftTest`: what remains after each of them, which is nothing. `Tidy` runs
/// them.
///
/// **Who may come in.** JUnit alone. It goes to what users see, and to the harness.
///
/// **Its rules.** Time is virtual, but where other threads take part: there everything is waited for, and nothing for a
/// time. Each test ends in a mill in which main alone lives, and no timer is armed.
///
/// **What is not here.** Random trees of scopes, which are with the models; cancellation of single coroutines.
package org.jmill.scopes;
