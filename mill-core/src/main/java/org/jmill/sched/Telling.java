package org.jmill.sched;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jmill.trace.Trace;
import org.jmill.world.Observer;
import org.jmill.world.Verb;

/// Tells those who listen what happens in a mill: the trace, the flight recorder, the observer of its world. Called
/// only while [Trace#on], and but for [#begin] and [#end] on the mill's thread, where nobody else may run meanwhile.
public final class Telling {
    private final Scheduler scheduler;
    private final String mill;
    private final Observer observer; // null = the world has none

    // What was noted at the beginning of each wait, while the flight recorder runs. One who is never to go on stays.
    private final Map<Task, Object> parks = new IdentityHashMap<>();

    Telling(Scheduler scheduler, String mill, Observer observer) {
        this.scheduler = scheduler;
        this.mill = mill;
        this.observer = observer;
    }

    /// The mill begins.
    void begin() {
        if (observer != null) {
            Trace.observed(1);
        }
    }

    /// The mill has ended.
    void end() {
        if (observer != null) {
            Trace.observed(-1);
        }
    }

    /// The current task does something, or is about to.
    public void does(Verb verb, Object object) {
        Task self = scheduler.current();
        scheduler.inBracket(() -> Trace.does(observer, self, verb, object));
    }

    /// A task was started; `parent` is null for main.
    public void spawned(Task parent, Task child) {
        scheduler.inBracket(() -> Trace.spawned(observer, parent, child));
    }

    void ended(Task task, Throwable thrown) {
        scheduler.inBracket(() -> Trace.ended(observer, task, thrown));
    }

    void waits(Task task) {
        if (observer != null) {
            scheduler.inBracket(() -> observer.waits(task, task.waiting.verb(), task.waiting.object(task)));
        }
    }

    /// A task is about to wait.
    ///
    /// @return to be handed to [#parked]; null if no one records
    public Object parks(Task task, Waiting waiting) {
        Object token = Trace.parkStart(mill, task, waiting.describe(task), waiting.object(task));
        if (token != null) {
            parks.put(task, token);
        }
        return token;
    }

    /// It goes on.
    public void parked(Task task, Object token) {
        parks.remove(task);
        Trace.parked(token);
    }

    void woken(Task task) {
        if (!parks.isEmpty()) {
            Trace.parkWoken(parks.get(task));
        }
        if (observer != null) { // What the poller brings comes from outside.
            Task waker = scheduler.isAsking() || scheduler.current() == task ? null : scheduler.current();
            scheduler.inBracket(() -> observer.woken(task, waker));
        }
    }

    void became(Task task) {
        if (observer != null) {
            scheduler.inBracket(() -> observer.became(task));
        }
    }
}
