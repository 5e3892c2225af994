package org.jmill.world;

import java.nio.channels.spi.SelectorProvider;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Everything that comes to a mill from outside. Each method gives what the real world has; a world of one's own
/// overrides those that are to be different, and is handed in with
/// [MillOptions.world][org.jmill.MillOptions#world(World)].
///
/// {@snippet file="org/jmill/snippets/WorldSnippet.java" region="example"}
///
/// [#poller] and [#observer] are asked once for each mill, the others whenever they are needed. All are called on the
/// mill's thread while nobody else of the mill may run: they must not wait for a coroutine, nor call a verb, which is
/// a panic. What they throw, or give against their contract, ends the mill. One world may serve several mills; what
/// it shares between them it must guard itself.
///
/// `toString` names it in such messages.
///
/// Source: none; libmill calls the system where it needs it.
///
/// @since 0.1.0
public interface World {
    /// Gives the world that a mill has if it is handed no other: the clock, the sockets, the files of this machine.
    ///
    /// Any thread may call it.
    ///
    /// @return always the same
    static World real() {
        return RealWorld.INSTANCE;
    }

    /// Tells the time, in nanoseconds since an origin that has no meaning. [Mill.now][org.jmill.Mill#now] counts its
    /// milliseconds.
    ///
    /// @return at least 0, and never less than before; several mills may ask at the same time
    default long nanoTime() {
        return RealWorld.nanos();
    }

    /// Makes what a mill waits with, for one run.
    ///
    /// @return a new poller
    default Poller poller() {
        return new SelectorPoller();
    }

    /// Opens sockets. The channels that it gives are those which the world's [#poller] is asked to look out for.
    ///
    /// @return a provider
    default SelectorProvider sockets() {
        return SelectorProvider.provider();
    }

    /// Finds the addresses of hosts and of this machine's interfaces.
    ///
    /// @return a resolver
    default Names names() {
        return RealWorld.NAMES;
    }

    /// Opens files.
    ///
    /// @return a file system
    default FileSystem files() {
        return FileSystems.getDefault();
    }

    /// Runs code that blocks, somewhere else than on the mill's thread.
    ///
    /// @return where it runs
    default Workers workers() {
        return RealWorkers.INSTANCE;
    }

    /// Picks one of several: which clause of a choose is taken.
    ///
    /// @param random the mill's generator, as its options say
    /// @param bound how many there are, at least 2
    /// @return 0 to `bound - 1`
    default int draw(RandomGenerator random, int bound) {
        return random.nextInt(bound);
    }

    /// Decides who runs next.
    ///
    /// @return null (the real world's answer): the order that [Order][org.jmill.Order] says, at no cost
    default @Nullable Turns turns() {
        return null;
    }

    /// Decides whether something that a program offers goes wrong now; see [Fault#maybe].
    ///
    /// @param name what is to go wrong
    /// @param probability how often, 0 to 1
    /// @return false in the real world
    default boolean fault(String name, double probability) {
        return false;
    }

    /// Is told that another thread is about to hand something to a mill of this world, by an inbox, a signal, an
    /// executor. Called by that thread; what this throws, it gets, and the mill gets nothing.
    ///
    /// @param mill the mill's name
    default void reached(String mill) {}

    /// Has something done when the process is asked to end: by SIGINT, SIGTERM, `System.exit`. Called by the thread
    /// that calls [Mill.run][org.jmill.Mill#run], before the mill starts, and only where its options ask for that,
    /// see [MillOptions.cancelOnShutdown][org.jmill.MillOptions#cancelOnShutdown].
    ///
    /// In the real world it is a shutdown hook of the JVM, which ends when all of them have returned. A world that
    /// is not of a process has nothing to tell, and gives what does nothing.
    ///
    /// @param action is called by a thread of its own, once at most, and may take its time
    /// @return forgets the action, and does nothing where the process ends already; or null: it ends already, and
    /// the
    ///   action will not be called
    default @Nullable Runnable atShutdown(Runnable action) {
        return RealWorld.hook(action);
    }

    /// Listens to what happens in a mill.
    ///
    /// @param mill the mill's name
    /// @return null (the real world's answer): nobody listens, at no cost
    default @Nullable Observer observer(String mill) {
        return null;
    }
}
