package org.jmill.sched;

import java.util.function.Consumer;
import org.jmill.world.Reason;
import org.jmill.world.Verb;

/// What is cancelled together: the mill, a scope with its children, or a stretch of one coroutine's code that has a
/// deadline. Each lies in another one, up to the mill's; each coroutine is in the innermost one whose code it runs.
///
/// Invariants:
/// - I1 `cancelled` is true if and only if `why` is set here, or somewhere outside with no shield between.
/// - I2 A task is cancelled if and only if the group that it is in is.
/// - I3 A scope ends when no child lives, not before.
public final class Group implements Waiting, Alarm {
    /// What a group is for.
    public enum Kind {
        /// All of a mill, with main as its owner.
        MILL,
        /// The body of a scope, and its children.
        SCOPE,
        /// A stretch of code with a deadline.
        WITHIN,
        /// A stretch of code that cancellations from outside do not reach.
        SHIELD,
        /// A stretch of code that is cancelled as what is around it.
        PLAIN,
        /// All of one coroutine: made when it is cancelled by itself.
        ALONE
    }

    private final Scheduler scheduler;
    private final Kind kind;
    private final Task owner;
    private final long deadlineMs; // Its own; negative = none.
    private final long tightestMs; // Of this one and those outside up to a shield; negative = none.
    private final Keeper keeper; // null = it has no children
    private final Object about; // What it is to those upstairs; null = nothing.
    private final Children children; // null = it is no scope
    Group outer; // null = the mill's

    // Scheduler thread only.
    private boolean cancelled; // I1
    private Cancellation why; // null = not by itself
    private Group origin; // Of that, as a task that waits for this one was cancelled there; null = itself.
    private Group shortcut; // One around that was the outermost cancelled one when it was looked for; null = not yet.
    private Throwable failure; // null = none
    private Alike suppressed; // In that; null = none
    private boolean bodyEnded;
    private boolean held; // Children may come from outside.
    private boolean ended;
    private boolean holdsOff; // A shield: nobody in it has to go as yet.
    private boolean encloses; // Tasks that nobody puts into any group begin in it.
    private boolean cutOff; // A child has ended because something outside was cancelled.
    private Timer timer; // null = no deadline of its own

    /// @param outer where it lies; null for the mill's
    /// @param deadlineMs when it is cancelled by itself; negative: never
    Group(Scheduler scheduler, Kind kind, Group outer, Task owner, long deadlineMs, Keeper keeper, Object about) {
        this.scheduler = scheduler;
        this.kind = kind;
        this.outer = outer;
        this.owner = owner;
        this.deadlineMs = deadlineMs;
        this.keeper = keeper;
        this.about = about;
        this.children = kind == Kind.SCOPE ? new Children() : null;
        boolean isOpen = outer != null && kind != Kind.SHIELD;
        long outerMs = isOpen ? outer.tightestMs : -1;
        this.tightestMs = outerMs >= 0 && (deadlineMs < 0 || outerMs <= deadlineMs) ? outerMs : deadlineMs;
        this.cancelled = isOpen && outer.cancelled;
    }

    // ---- what it is

    /// What it is for.
    public Kind kind() {
        return kind;
    }

    /// Where it lies, or null for the mill's.
    public Group outer() {
        return outer;
    }

    /// Whose code it is.
    public Task owner() {
        return owner;
    }

    /// What it is to those upstairs.
    public Object about() {
        return about;
    }

    /// Its own deadline; negative for none.
    public long deadlineMs() {
        return deadlineMs;
    }

    /// The tightest deadline here; negative for none.
    public long tightestMs() {
        return tightestMs;
    }

    /// Whether what runs in it is cancelled.
    public boolean isCancelled() {
        return cancelled;
    }

    /// Why it is cancelled, apart from those outside; null = it is not.
    public Cancellation why() {
        return why;
    }

    /// The first failure of its body or of a child; null = none.
    public Throwable failure() {
        return failure;
    }

    /// Whether its body and its children have ended.
    public boolean hasEnded() {
        return ended;
    }

    boolean hasBodyEnded() {
        return bodyEnded;
    }

    /// Whether a child was cut short by a cancellation from outside.
    public boolean wasCutOff() {
        return cutOff;
    }

    /// How many children live, daemons included.
    public int living() {
        return children.living();
    }

    /// How many of them are daemons.
    public int daemons() {
        return children.daemons();
    }

    /// Does something with each living child, in the order of their beginning.
    public void forEachChild(Consumer<Task> action) {
        if (children != null) {
            children.forEach(action);
        }
    }

    /// The outermost cancelled group that reaches what runs in this one, or whom that waits for; null = none.
    public Group cancelledBy() {
        Group found = outermostCancelled();
        return found == null || found.origin == null ? found : found.origin;
    }

    /// As many scopes may lie in one another, what was found is kept: a chain of them ends in linear time.
    private Group outermostCancelled() {
        Group found = null;
        for (Group g = this; g != null && g.cancelled; g = g.towardsCancelled()) { // I1
            if (g.why != null) {
                found = g;
            }
        }
        for (Group g = this; found != null && g != found; ) {
            Group next = g.towardsCancelled();
            g.shortcut = found;
            g = next;
        }
        return found;
    }

    private Group towardsCancelled() {
        if (shortcut != null && shortcut.why != null) {
            return shortcut;
        }
        return isShield() ? null : outer;
    }

    /// Whether what is thrown because of that group comes from outside of this one.
    ///
    /// @param by which was cancelled; null = it is not known
    public boolean isCutOffBy(Group by) {
        if (by == this) {
            return false;
        }
        if (by != null && by == cancelledBy()) {
            return true; // Mostly; otherwise it is a longer walk.
        }
        for (Group g = outer; g != null; g = g.outer) {
            if (by == null ? g.why != null : g == by || g.origin == by) {
                return true;
            }
        }
        return false;
    }

    /// Whom to ask about its children.
    Keeper keeper() {
        return keeper;
    }

    /// A child has ended because of a cancellation: perhaps of something outside.
    void noteCancelled() {
        cutOff |= outer != null && outer.cancelled;
    }

    // ---- its life

    /// Arms its deadline, unless one outside is as tight.
    void begin() {
        if (isShield()) {
            holdsOff = true;
            scheduler.noteShield(1);
        }
        if (deadlineMs >= 0
                && tightestMs == deadlineMs
                && !cancelled
                && (outer.tightestMs != deadlineMs || isShield())) {
            timer = new Timer(this);
            scheduler.arm(timer, deadlineMs);
        }
    }

    boolean isShield() {
        return kind == Kind.SHIELD;
    }

    /// Its code has come to its end.
    void end() {
        ended = true;
        scheduler.disarm(timer);
        letGo();
    }

    /// Who is in this shield has to go now, or has gone.
    private void letGo() {
        if (holdsOff) {
            holdsOff = false;
            scheduler.noteShield(-1);
        }
    }

    /// Its deadline has passed.
    @Override
    public void ring(long nowMs) {
        if (!ended) {
            cancel(Cancellation.of(Reason.DEADLINE));
        }
    }

    /// From now on a task that is begun in it, and that nobody puts into any group, begins here.
    public void enclose() {
        encloses = true;
        scheduler.noteEnclosure();
    }

    /// The innermost group around, or this one, that takes in the tasks that nobody puts into any; null = the mill.
    public Group enclosing() {
        Group found = this;
        while (found != null && !found.encloses) {
            found = found.outer;
        }
        return found;
    }

    /// A task begins in it.
    void begins(Task child) {
        if (kind == Kind.SCOPE) {
            children.add(child);
        }
    }

    /// A child that begins is a daemon; or one has ended.
    public void oneDaemon(int change) {
        children.oneDaemon(change);
    }

    /// A task that began in it has ended, or was taken back.
    void ends(Task child) {
        if (kind == Kind.SCOPE) {
            Group mill = scheduler.mill();
            children.living--; // With the next line, where no stack may end between them: once only.
            child.group = mill; // A handle on it holds nothing of this.
            children.remove(child);
            keeper.childEnded(child);
        }
        lookForEnd();
    }

    /// Whether there is nobody left to wait for.
    void lookForEnd() {
        boolean isLast = kind == Kind.MILL ? scheduler.living() == 1 : children.living() == 0 && !held;
        if (isLast && owner.waiting == this && owner.state == TaskState.WAITING) {
            scheduler.wake(owner, 0);
        } else if (kind == Kind.SCOPE && bodyEnded && children.areDaemons() && !keeper.expectsChildren()) {
            cancel(Cancellation.of(Reason.SCOPE_END));
        }
    }

    /// Its body has ended: waits for the children. Nothing but their end ends that.
    public void awaitChildren() {
        bodyEnded = true;
        lookForEnd();
        while (children.living() > 0 || held) {
            scheduler.suspend(this, -1);
        }
    }

    /// Whether it is not to end yet, although no child lives.
    public void hold(boolean does) {
        held = does;
        if (!does) {
            lookForEnd();
        }
    }

    /// As main's body has ended, all others are cancelled.
    void mainEnded() {
        bodyEnded = true;
        cancel(Cancellation.of(Reason.MAIN_END));
    }

    // ---- cancelling

    /// Cancels what runs in it, once; the first reason counts.
    ///
    /// @return false if it was cancelled by itself before, or has ended
    public boolean cancel(Cancellation reason) {
        return cancel(reason, null);
    }

    /// @param spared is told, but not woken, as somebody is about to switch to it; null for nobody
    boolean cancel(Cancellation reason, Task spared) {
        if (why != null || ended) {
            return false;
        }
        why = reason;
        if (kind == Kind.MILL) {
            scheduler.noteEnding();
        }
        letGo();
        for (Group g = outer; g != null && reason.reason() == Reason.STOPPED; g = g.outer) {
            g.letGo(); // The grace was what it was for.
        }
        if (!cancelled) {
            new Reach(scheduler, reason, spared).from(this);
        }
        return true;
    }

    /// A cancellation from outside reaches it, or its own.
    ///
    /// @return whether that is new
    boolean mark() {
        boolean isNew = !cancelled;
        cancelled = true;
        return isNew;
    }

    /// It is cancelled as the one that waits for it.
    void becauseOf(Cancellation reason, Group cancelledGroup) {
        why = reason;
        origin = cancelledGroup;
        cancelled = true;
    }

    /// Takes the cancellation of a coroutine alone back, as nobody has gone on with it yet.
    void unmark() {
        shortcut = null;
        cancelled = why != null || (outer.cancelled && !isShield());
    }

    // ---- failing

    /// Cancels it because of a failure; the first one counts, later ones are suppressed in it, [Alike] ones counted.
    ///
    /// @param by whose it is; null = nobody's
    public void fail(Task by, Throwable thrown) {
        note(thrown);
        cancel(new Cancellation(Reason.SIBLING, by, thrown));
    }

    /// Notes what went wrong.
    void note(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        } else if (failure != thrown) {
            if (suppressed == null) {
                suppressed = new Alike(failure);
            }
            suppressed.suppress(thrown);
        }
    }

    // ---- its owner waits for the children; nothing but their end can end that

    @Override
    public void abandon(Task task) {}

    @Override
    public boolean canBeCut() {
        return false;
    }

    @Override
    public Verb verb() {
        return kind == Kind.MILL ? Verb.LAST : Verb.SCOPE;
    }

    @Override
    public Object object(Task task) {
        return children;
    }

    @Override
    public String describe(Task task) {
        return kind == Kind.MILL ? "end of the others" : verb().of(object(task));
    }
}
