package org.jmill.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The tasks that are to run. That adding and taking do not walk along the list is shown by cutting it in two.
class ReadyListTest {
    private static final int LENGTH = 7;

    private final ReadyList ready = new ReadyList();
    private final List<Task> tasks = new ArrayList<>();

    private static final class Named extends Task {
        Named(long id) {
            super(null, id);
        }

        @Override
        public String name() {
            return null;
        }

        @Override
        protected Task ended(Throwable thrown) {
            return null;
        }

        @Override
        public void run() {}
    }

    @BeforeEach
    void fill() {
        for (int i = 0; i < LENGTH; i++) {
            tasks.add(new Named(i));
            ready.add(tasks.get(i));
        }
        ready.checkInvariants();
    }

    private List<Task> pollAll() {
        List<Task> all = new ArrayList<>();
        for (Task task = ready.poll(); task != null; task = ready.poll()) {
            assertNull(task.nextReady);
            all.add(task);
        }
        assertTrue(ready.isEmpty());
        ready.checkInvariants();
        return all;
    }

    @Test
    void firstInIsFirstOut() {
        assertEquals(LENGTH, ready.size());
        assertEquals(tasks, pollAll());
    }

    @Test
    void whoIsGivenBackComesFirst() {
        Task taken = ready.poll();
        ready.addFirst(taken);
        ready.checkInvariants();
        assertEquals(tasks, pollAll());
        ready.addFirst(taken);
        ready.checkInvariants();
        assertEquals(List.of(taken), pollAll());
    }

    @Test
    void addingAndTakingTouchTheEndsOnly() {
        Task before = tasks.get(LENGTH / 2);
        Task behind = before.nextReady;
        before.nextReady = null;
        Task late = new Named(LENGTH);
        ready.add(late);
        assertEquals(tasks.get(0), ready.poll());
        before.nextReady = behind;
        tasks.remove(0);
        tasks.add(late);
        ready.checkInvariants();
        assertEquals(tasks, pollAll());
    }

    @Test
    void aTaskMayLeaveFromAnywhere() {
        for (int i : new int[] {3, 0, 6, 2, 4, 1, 5}) {
            Task task = tasks.get(i);
            assertTrue(ready.has(task));
            ready.remove(task);
            ready.remove(task); // Does nothing.
            assertFalse(ready.has(task));
            ready.checkInvariants();
        }
        assertTrue(ready.isEmpty());
        ready.add(tasks.get(0));
        assertEquals(List.of(tasks.get(0)), pollAll());
    }
}
