/// Go-style coroutines, channels and choose on one thread.
///
/// {@snippet file="org/jmill/snippets/MillSnippet.java" region="example"}
///
/// **Begin with** [Mill], whose static methods are the verbs (`import static org.jmill.Mill.*`): `run` starts a mill,
/// `go` a coroutine, `chmake` makes a channel, `chs` and `chr` send and receive. Each verb is a line; the object that
/// it calls has the full contract and more methods: [Chan] with its ends [Source] and [Sink], [Choose], [Coroutine].
///
/// **Then** [Scope] and [Fork], for what ends together and has results; [CoroutineLocal]; [Coro] and [Generator], where
/// two take turns; [Inbox] and [Signal], by which other threads come in; [ParkingLot], of which locks are made (there
/// are some in [org.jmill.sync]); [Dump], who waits for what; [MillOptions], with the [Engine] and the [Order].
///
/// **Threads.** All is called on the mill's thread; what another one may call says so. Coroutines take turns, and each
/// goes on until it waits: in a verb or, on the engine VIRTUAL, in a Java call that blocks, too.
///
/// **Time.** A deadline is a point in time, in milliseconds of [now][Mill#now]; a negative one means none, one in the
/// past "try once".
///
/// **Failures.** Misuse is a [MillPanic], thrown where the call is; a time that is up a [DeadlineException], a
/// cancellation a [CancelledException], a program in which all wait a [DeadlockException]. Messages read
/// `operation object: cause`; a coroutine is written `{4}` in them, a channel `<3>`.
///
/// **Words.** A *coroutine* is code that takes turns with others; it *suspends* and is *resumed*; it *waits* for
/// something until it is *woken*. A *clause* is one thing that a choose waits for. A *scope* is a body and its
/// *children*, which end together; a *daemon* is a child that is cancelled when only such are left. A *mill* is all of
/// it, with a thread, a ready list, timers and a poller.
///
/// @since 0.1.0
@NullMarked
@Plumbing
package org.jmill;

import org.jmill.world.Plumbing;
import org.jspecify.annotations.NullMarked;
