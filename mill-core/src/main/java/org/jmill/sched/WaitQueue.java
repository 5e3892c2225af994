package org.jmill.sched;

/// A first-in-first-out queue of links, from whose middle a link leaves in O(1).
///
/// Invariants:
/// - I1 `first == null` if and only if `last == null`.
/// - I2 For each link but the last, `link.next.prev == link`.
public class WaitQueue {
    private Link first;
    private Link last;

    /// Makes an empty queue.
    public WaitQueue() {}

    /// The link that has waited longest, or null.
    public final Link first() {
        return first;
    }

    /// Whether nobody waits.
    public final boolean isEmpty() {
        return first == null;
    }

    /// Whether a link stands here.
    ///
    /// @param link a link of this queue, or of none
    public final boolean has(Link link) {
        return link.prev != null || first == link;
    }

    /// The link behind this one in its queue, or null.
    public static Link after(Link link) {
        return link.next;
    }

    /// Adds a link at the end.
    public final void add(Link link) {
        assert link.prev == null && link.next == null && link != first : "already queued";
        Link tail = last;
        last = link;
        if (tail == null) {
            first = link;
        } else {
            link.prev = tail;
            tail.next = link;
        }
    }

    /// Takes the first link out and returns it, or null.
    public final Link poll() {
        Link head = first;
        if (head != null) {
            Link second = head.next;
            first = second;
            if (second == null) {
                last = null;
            } else {
                second.prev = null;
                head.next = null;
            }
        }
        return head;
    }

    /// Takes a link out, wherever it stands.
    ///
    /// @param link a link of this queue, or of none
    public final void remove(Link link) {
        Link before = link.prev;
        Link behind = link.next;
        if (before == null) {
            if (first != link) {
                return; // It is not in the queue: its wait was given up before it got there.
            }
            first = behind;
        } else {
            before.next = behind;
            link.prev = null;
        }
        if (behind == null) {
            last = before;
        } else {
            behind.prev = before;
            link.next = null;
        }
    }

    /// How many links stand in the queue; O(n).
    public final int size() {
        int n = 0;
        for (Link link = first; link != null; link = link.next) {
            n++;
        }
        return n;
    }

    /// Checks I1 and I2; for tests.
    public final void checkInvariants() {
        if ((first == null) != (last == null)) {
            throw new AssertionError("I1");
        }
        for (Link link = first; link != null; link = link.next) {
            if (link.next == null ? link != last : link.next.prev != link) {
                throw new AssertionError("I2");
            }
        }
    }
}
