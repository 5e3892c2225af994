package org.jmill.net;

import org.jmill.Chan;
import org.jmill.DeadlineException;

/// Wakes the coroutines of this mill that wait for something here. Whoever is woken looks at what it waits for
/// again; a ring that nobody waits for is forgotten.
final class Bell {
    private Chan<Object> next; // Done by the next ring; null: nobody waits for that.
    private int waiting; // How many do.

    /// Waits for the next ring.
    ///
    /// @return false if the deadline has passed
    boolean await(long deadlineMs) {
        if (next == null) {
            next = Chan.make(0);
        }
        Chan<Object> own = next;
        waiting++;
        try {
            own.receive(deadlineMs);
            return true;
        } catch (DeadlineException e) {
            return false;
        } finally {
            if (own == next && --waiting == 0) {
                next = null; // The next one to wait may belong to another mill.
            }
        }
    }

    /// Does not wait.
    void ring() {
        Chan<Object> rung = next;
        if (rung != null) {
            next = null;
            waiting = 0;
            rung.done();
        }
    }
}
