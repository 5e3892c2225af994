/// The one door to the outside: all that a mill does not compute itself.
///
/// Most programs never see it. A program that only computes, and takes turns, does the same each time; what makes one
/// run differ from the next comes from outside: the time, sockets, names, files, other threads, chance. A mill asks its
/// [World] for all of that, and [world][org.jmill.MillOptions#world] replaces it, whole or in part:
///
/// {@snippet file="org/jmill/snippets/WorldSnippet.java" region="example"}
///
/// A world hands out a [Poller] (readiness, waiting, waking), [Names], [Workers] (for code that blocks), [Turns] (who
/// runs next) and an [Observer] (who is told of each step). [Fault] is what a program offers to have go wrong.
/// [Verb] is the call in which somebody waits, [Reason] why somebody is cancelled, [Subject] who. What says
/// [Plumbing] is never "where in the code".
///
/// A world is asked in a bracket in which nobody else of its mill runs; what it calls back must not be a verb of jmill.
/// What breaks its contract ends the mill, with a message that names the world and the rule. Methods are called on the
/// mill's thread unless they say otherwise. Times are nanoseconds, of a clock that never goes back.
///
/// @since 0.1.0
@NullMarked
@Plumbing
package org.jmill.world;

import org.jspecify.annotations.NullMarked;
