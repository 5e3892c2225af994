/// The one door to the outside: all that a mill does not compute itself.
///
/// **What this room is for.** A program that only computes, and takes turns, does the same each time. What makes one
/// run differ from the next comes from outside: the time, sockets, names, files, other threads, chance. A mill asks
/// its [World][org.jmill.world.World] for all of that, so that a test can hold it in its hand.
///
/// **What is in it.** [World][org.jmill.world.World] and what it hands out:
/// [Poller][org.jmill.world.Poller] (readiness, waiting, waking), [Names][org.jmill.world.Names],
/// [Workers][org.jmill.world.Workers] (code that blocks), [Turns][org.jmill.world.Turns] (who runs next),
/// [Observer][org.jmill.world.Observer] (who is told); [Fault][org.jmill.world.Fault], what a program offers to
/// have go wrong. The real ones stand here too, and nowhere else. The words that all rooms share:
/// [Verb][org.jmill.world.Verb] (in which call somebody waits), [Reason][org.jmill.world.Reason] (why somebody is
/// cancelled), [Subject][org.jmill.world.Subject] (who), and the mark [Plumbing][org.jmill.world.Plumbing].
///
/// **Who may come in.** Everybody: a leaf, which knows nothing of jmill.
///
/// **Rules.** A world is asked in a bracket in which nobody else of its mill runs; what it calls back must not be a
/// verb of jmill. What breaks its contract ends the mill, with a message that names the world and the rule. Methods
/// are called on the mill's thread unless they say otherwise. Times are nanoseconds, of a clock that never goes back.
///
/// **Not here.** What is made of it: deadlines and descriptors (`sched`), sockets and files (`mill-net`).
@Plumbing
package org.jmill.world;
