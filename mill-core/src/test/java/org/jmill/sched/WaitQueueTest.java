package org.jmill.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The queue of those who wait at one end of a channel. Whether an operation walks along it is
/// shown by cutting it in two at a place that the operation has no business with.
class WaitQueueTest {
    private static final int LENGTH = 7;

    private final WaitQueue queue = new WaitQueue();
    private final List<Link> links = new ArrayList<>();

    private static final class Place extends Link {
        @Override
        public Task task() {
            return null;
        }
    }

    @BeforeEach
    void fill() {
        for (int i = 0; i < LENGTH; i++) {
            links.add(new Place());
            queue.add(links.get(i));
        }
        queue.checkInvariants();
    }

    private void cutBehind(int i) {
        links.get(i).next = null;
        links.get(i + 1).prev = null;
    }

    private void mendBehind(int i) {
        links.get(i).next = links.get(i + 1);
        links.get(i + 1).prev = links.get(i);
    }

    private List<Link> pollAll() {
        List<Link> all = new ArrayList<>();
        for (Link link = queue.poll(); link != null; link = queue.poll()) {
            all.add(link);
        }
        return all;
    }

    @Test
    void firstInIsFirstOut() {
        assertEquals(links, pollAll());
        assertTrue(queue.isEmpty());
    }

    @Test
    void aLinkLeavesTheMiddleWithoutAWalkFromEitherEnd() {
        int middle = LENGTH / 2;
        cutBehind(0);
        cutBehind(LENGTH - 2);
        queue.remove(links.get(middle));
        mendBehind(0);
        mendBehind(LENGTH - 2);
        queue.checkInvariants();
        links.remove(middle);
        assertEquals(links, pollAll());
    }

    @Test
    void addingAndTakingTouchTheEndsOnly() {
        cutBehind(LENGTH / 2);
        Link late = new Place();
        queue.add(late);
        assertSame(links.get(0), queue.poll());
        mendBehind(LENGTH / 2);
        links.remove(0);
        links.add(late);
        queue.checkInvariants();
        assertEquals(links, pollAll());
    }

    @Test
    void eachLinkMayLeaveAndIsThenInNoQueue() {
        for (int i : new int[] {3, 0, 6, 2, 4, 1, 5}) {
            Link link = links.get(i);
            assertTrue(queue.has(link));
            queue.remove(link);
            queue.remove(link); // Does nothing.
            queue.checkInvariants();
            assertFalse(queue.has(link));
            assertNull(link.next);
            assertNull(link.prev);
        }
        assertTrue(queue.isEmpty());
    }
}
