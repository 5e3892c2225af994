package org.jmill.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The list of the living, and what those who have left it hold on to.
class TaskListTest {
    private final TaskList list = new TaskList();

    private static final class Named extends Task {
        private final String name;

        Named(String name) {
            super(null, 0);
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        protected Task ended(Throwable thrown) {
            return null;
        }

        @Override
        public void run() {}
    }

    private Task add(String name) {
        Task task = new Named(name);
        list.add(task);
        return task;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Task t = list.first(); t != null; t = t.nextTask) {
            names.add(t.name());
        }
        return names;
    }

    @Test
    void whoHasLeftHoldsNobody() {
        Task a = add("a");
        Task b = add("b");
        add("c");
        list.remove(b);
        assertNull(b.nextTask);
        assertNull(b.prevTask);
        list.remove(a);
        assertNull(a.nextTask);
        assertEquals(List.of("c"), names());
        assertEquals(1, list.size());
    }

    @Test
    void aLoopThatStandsOnOneWhoLeavesGoesOn() {
        add("a");
        Task b = add("b");
        Task c = add("c");
        list.beginWalk();
        list.remove(b);
        assertSame(c, b.nextTask);
        list.endWalk();
        list.remove(c);
        assertNull(c.nextTask);
        assertEquals(List.of("a"), names());
    }

    @Test
    void whoComesBackIsTheLast() {
        Task a = add("a");
        add("b");
        list.beginWalk();
        list.remove(a);
        list.add(a);
        list.endWalk();
        assertEquals(List.of("b", "a"), names());
    }
}
