/// Go-style coroutines and channels on one thread, with libmill's verbs and Java's methods.
///
/// **What this room is for.** It is what users see. [Mill][org.jmill.Mill] has libmill's verbs as
/// static methods; each is a thin call to an object that has the full contract.
///
/// **What is in it.** [Chan][org.jmill.Chan], its ends [Source][org.jmill.Source] and [Sink][org.jmill.Sink], and
/// [Choose][org.jmill.Choose]; [Coroutine][org.jmill.Coroutine], [CoroutineLocal][org.jmill.CoroutineLocal],
/// [Scope][org.jmill.Scope] and [Fork][org.jmill.Fork]; [Coro][org.jmill.Coro] and
/// [Generator][org.jmill.Generator]; [Inbox][org.jmill.Inbox] and [Signal][org.jmill.Signal] for other threads;
/// [ParkingLot][org.jmill.ParkingLot], of which locks are made; [Dump][org.jmill.Dump];
/// [MillOptions][org.jmill.MillOptions]; the exceptions.
///
/// **Who may come in.** Everybody. It uses `org.jmill.sched`, `org.jmill.engine` (to pick one), `org.jmill.trace` and
/// `org.jmill.world`.
///
/// **Rules.** Everything is called on the mill's thread unless it says otherwise; misuse is a
/// [MillPanic][org.jmill.MillPanic] thrown where the user called. Deadlines are absolute, in
/// milliseconds of [now][org.jmill.Mill#now]; any negative one means none, one in the past means
/// "try once". Messages have the form `operation object: cause`, coroutines are `{4}`, channels
/// `<3>`. Glossary: a *coroutine* is code that takes turns with others; it *suspends* and is
/// *resumed*; it *waits* for something until it is *woken*; a *clause* is one thing a choose waits
/// for; a *scope* is a body and its *children*, which end together, and a *daemon* a child that is
/// cancelled when only such are left; a *mill* is all of it, with a thread, a ready list, timers and a poller.
///
/// **Not here.** Locks and the like (`sync`), sockets and files (`mill-net`), who runs next (`sched`), how a
/// switch works (`engine`).
@Plumbing
package org.jmill;

import org.jmill.world.Plumbing;
