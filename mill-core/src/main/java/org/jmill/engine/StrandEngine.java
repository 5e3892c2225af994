package org.jmill.engine;

/// Transfers the thread from the running strand to another one.
///
/// A strand is *fresh* until its first transfer, then *running* or *suspended*, then *ended*. Its
/// body must call [#finish] as its very last act: there it says who runs next.
public interface StrandEngine {
    /// Runs `main` as the main strand and returns once it has ended. Called once, from outside. All
    /// other strands must have ended or have never been started by then. Throws what a body or the dispatcher has
    /// thrown against the rules; other strands are then left as they are.
    void run(Runnable main);

    /// Makes a fresh strand.
    ///
    /// @param name the name of its thread where it has one of its own, or null
    /// @param body what it runs; must not throw, and must end with [#finish]
    Strand strand(String name, Runnable body);

    /// The main strand; there from [#run] on.
    Strand main();

    /// Suspends the running strand and runs `next`. Returns when somebody transfers back.
    ///
    /// @param next a fresh or suspended strand, never the running one; null sends the thread to the
    ///   root, which asks [Dispatcher#next] (only where [#idlesAtRoot])
    /// @throws PinnedException if the running strand cannot be suspended here; it is then still the
    ///   running one, and the strand that was to run, `next` or one named meanwhile, has not run
    void transfer(Strand next);

    /// The running strand has given way, and nobody else was there: it goes on. Where others share what carries it,
    /// they get their turn now and then.
    default void stay() {}

    /// The last act of a strand's body: names the strand to run when this one is gone.
    ///
    /// @param next as for [#transfer]; ignored for the main strand
    void finish(Strand next);

    /// Has no strand but main keep frames beneath the running one, so that each suspended strand can be dropped like
    /// any object. No other strand runs meanwhile.
    ///
    /// @return false if they cannot be dropped: here strands are threads, or one that stands beneath cannot leave
    /// @throws PinnedException if the running strand cannot be suspended for it
    default boolean clearBeneath() {
        return false;
    }

    /// Whether waiting for the outside world is done by the root instead of by the strand that
    /// found nothing to do. The root is then a thread that can be interrupted and blocked without
    /// harm.
    boolean idlesAtRoot();

    /// Whether each strand is a thread of its own, so that the current thread tells strands apart.
    boolean threadPerStrand();
}
