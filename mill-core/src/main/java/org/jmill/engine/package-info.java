/// How a body of code is stopped and continued.
///
/// **What this room is for.** A *strand* is code with a stack of its own. An engine *transfers* the
/// thread from the running strand to another one; that is all it can do, and all that the scheduler
/// needs. Nothing here decides who runs next.
///
/// **What is in it.** [StrandEngine][org.jmill.engine.StrandEngine] and
/// [Strand][org.jmill.engine.Strand], the contract; three implementations, which pass the same
/// tests: [ContinuationEngine][org.jmill.engine.ContinuationEngine] (with
/// [RawContinuation][org.jmill.engine.RawContinuation] and its trial the only one that touches `jdk.internal.vm`),
/// [VirtualEngine][org.jmill.engine.VirtualEngine] and
/// [PortableEngine][org.jmill.engine.PortableEngine]; [Dispatcher][org.jmill.engine.Dispatcher],
/// through which an engine asks upstairs what to do when the thread has nothing to run.
///
/// **Who may come in.** `org.jmill.sched`, and `org.jmill` to pick an engine. Of jmill it uses nothing but the mark
/// `@Plumbing` of `org.jmill.world`.
///
/// **Rules.** One strand runs at a time. Every method is called by the running strand, or by the
/// root while nothing runs, unless it says otherwise. Failures of the machinery are unchecked and
/// end the mill; exceptions of user code never get here.
///
/// **Not here.** Ready lists, coroutines, timers, channels, names, cancellation.
@Plumbing
package org.jmill.engine;

import org.jmill.world.Plumbing;
