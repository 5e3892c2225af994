/// Who runs next, and when.
///
/// **What this room is for.** Coroutines take turns on one thread. This room keeps the ready list,
/// suspends and wakes coroutines, keeps their deadlines, and waits for the outside world:
/// descriptors, timers, and what other threads post.
///
/// **What is in it.** [Scheduler][org.jmill.sched.Scheduler] and its coroutine, [Task][org.jmill.sched.Task]; the
/// queues they stand in ([WaitQueue][org.jmill.sched.WaitQueue] of [Link][org.jmill.sched.Link]s);
/// [Timers][org.jmill.sched.Timers]; `Outside`, which asks the world's poller, `SpinWait`, which begins a wait awake,
/// and `Pace`, which says how often to look; [Mailbox][org.jmill.sched.Mailbox], the only way in for other threads;
/// [Group][org.jmill.sched.Group], what is cancelled, fails and ends together, with its
/// `Children`, `Reach`, whom a cancellation reaches, and `Abandonment`, which takes all out of a scope; `Setback`,
/// which takes failed switches back; `Telling` and `Decisions`, for worlds that listen and decide.
///
/// **Who may come in.** `org.jmill`. It uses `org.jmill.engine` to switch, `org.jmill.trace` to tell what happens, and
/// `org.jmill.world`.
///
/// **Rules.** Everything but `Mailbox.post`, `Poller.wakeUp` and the `Dispatcher` calls that say so is touched by the
/// mill's thread only, without locks. What goes wrong is told through [Failures][org.jmill.sched.Failures], since the
/// exceptions that users see live upstairs. Words: a *task* is a coroutine as this room sees it; its *seat* is the
/// thread that it sees as its own, null while it is cancelled; the *guard* is the thread that may call verbs without a
/// second look; *home* is the thread of a mill whose coroutines have none of their own, or none runs; a task is
/// *midway* while it is half suspended or asks the world; a switch that has failed leaves the mill *unsettled* until it
/// is taken back; the *root* is the thread that called `run`, where an engine has the waiting done there.
///
/// **Not here.** Channels, choose, sockets, what a coroutine waits for: upstairs implements
/// [Waiting][org.jmill.sched.Waiting], and that is all the scheduler knows of it.
@Plumbing
package org.jmill.sched;

import org.jmill.world.Plumbing;
