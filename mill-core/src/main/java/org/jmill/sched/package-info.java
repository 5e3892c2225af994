/// Who runs next, and when.
///
/// **What this room is for.** Coroutines take turns on one thread. This room keeps the ready list,
/// suspends and wakes coroutines, keeps their deadlines, and waits for the outside world:
/// descriptors, timers, and what other threads post.
///
/// **What is in it.** [Scheduler][org.jmill.sched.Scheduler] and its coroutine,
/// [Task][org.jmill.sched.Task]; the queues they stand in ([WaitQueue][org.jmill.sched.WaitQueue]
/// of [Link][org.jmill.sched.Link]s); [Timers][org.jmill.sched.Timers];
/// [Poller][org.jmill.sched.Poller] with its `java.nio` implementation; `SpinWait`, which begins a wait awake;
/// [Mailbox][org.jmill.sched.Mailbox], the only way in for other threads;
/// [Clock][org.jmill.sched.Clock].
///
/// **Who may come in.** `org.jmill`. It uses `org.jmill.engine` to switch and `org.jmill.trace` to
/// tell what happens.
///
/// **Rules.** Everything but `Mailbox.post`, `Poller.wakeUp` and the `Dispatcher` calls that say so
/// is touched by the mill's thread only, without locks. Times are milliseconds of the scheduler's
/// clock. What goes wrong is told through [Failures][org.jmill.sched.Failures], since the
/// exceptions that users see live upstairs.
///
/// **Not here.** Channels, choose, sockets, what a coroutine waits for: upstairs implements
/// [Waiting][org.jmill.sched.Waiting], and that is all the scheduler knows of it.
@Plumbing
package org.jmill.sched;

import org.jmill.world.Plumbing;
