/// What coroutines wait for besides values: locks, counts, rates, and calls that they share.
///
/// Coroutines of one mill take turns, so plain fields need no guard as long as nobody waits: in a verb that may suspend
/// or, on the engine VIRTUAL, in a Java call that blocks. What lasts over a wait does: a lock held while a reply is
/// awaited, at most ten requests under way, a hundred a second, one call for all who want its result.
///
/// {@snippet file="org/jmill/snippets/MutexSnippet.java" region="example"}
///
/// | to … | take |
/// |---|---|
/// | let one in, or many who only read | [Mutex], [RwLock] |
/// | let some in | [Semaphore] |
/// | wait until something is true | [Cond], [Event], [Latch], [WaitGroup], [Barrier] |
/// | go no faster than | [Rate] |
/// | tell all who listen | [Topic], with an [Overflow] |
/// | ask once for all who ask | [Flights] |
/// | try again | [Retry] |
///
/// A thing belongs to the mill in which it is made, and is used on that mill's thread; only `toString` may be called by
/// any thread, and what only tells something once the mill has ended. Whoever waits is served first come, first
/// served, and nobody goes past those who wait.
///
/// A wait ends with its deadline (in milliseconds of [now][org.jmill.Mill#now]; negative: none; past: until the next
/// poll) or by a cancellation: then it has taken nothing, and those behind are looked at. Whoever was given something
/// and is cancelled before it runs keeps it: its next wait throws. A call with a deadline that has something to give
/// throws [DeadlineException][org.jmill.DeadlineException] when that passes, one that has not returns false; a `try`
/// form, which never waits, gives an `Optional` or a boolean. Misuse is a [MillPanic][org.jmill.MillPanic], a number
/// out of range an `IllegalArgumentException`.
///
/// @since 0.1.0
@NullMarked
@Plumbing
package org.jmill.sync;

import org.jmill.world.Plumbing;
import org.jspecify.annotations.NullMarked;
