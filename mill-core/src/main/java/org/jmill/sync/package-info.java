/// What coroutines wait for besides values: locks, counts, rates, and calls that they share.
///
/// **What this room is for.** Coroutines of one mill take turns, so plain fields need no guard. But what lasts over a
/// wait does: a lock held while a reply is awaited, at most ten requests under way, a hundred a second, one call for
/// all who want its result.
///
/// **What is in it.** [Mutex][org.jmill.sync.Mutex], [RwLock][org.jmill.sync.RwLock],
/// [Semaphore][org.jmill.sync.Semaphore] and [Cond][org.jmill.sync.Cond]; [WaitGroup][org.jmill.sync.WaitGroup],
/// [Latch][org.jmill.sync.Latch], [Event][org.jmill.sync.Event] and [Barrier][org.jmill.sync.Barrier];
/// [Rate][org.jmill.sync.Rate], [Topic][org.jmill.sync.Topic] (with [Overflow][org.jmill.sync.Overflow]),
/// [Flights][org.jmill.sync.Flights] and [Retry][org.jmill.sync.Retry].
///
/// **Who may come in.** Everybody. It uses the public verbs of `org.jmill`, its
/// [ParkingLot][org.jmill.ParkingLot] above all, and of `org.jmill.trace` the place of a call; anyone could have
/// written it.
///
/// **Rules.** A thing belongs to the mill in which it is made, and is used on that mill's thread; only `toString` may
/// be called by any thread, and what only tells something once the mill has ended. Whoever waits is served first
/// come, first served, and nobody goes past those who wait. A wait ends with its deadline (in milliseconds of
/// [now][org.jmill.Mill#now]; negative: none; past: until the next poll) or by a cancellation: then it has taken
/// nothing, and those behind are looked at. Whoever was given something and is cancelled before it runs keeps it: its
/// next wait throws. A call with a deadline that has something to give throws
/// [DeadlineException][org.jmill.DeadlineException] when that passes, one that has not returns false; a `try` form,
/// which never waits, gives an `Optional` or a boolean. Misuse is a [MillPanic][org.jmill.MillPanic], a number out of
/// range an `IllegalArgumentException`.
///
/// **Not here.** Values ([Chan][org.jmill.Chan]), other threads ([Signal][org.jmill.Signal],
/// [Inbox][org.jmill.Inbox]).
@Plumbing
package org.jmill.sync;

import org.jmill.world.Plumbing;
