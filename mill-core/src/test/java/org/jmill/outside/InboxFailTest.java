package org.jmill.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// Another thread that ends an inbox in failure.
class InboxFailTest {
    @EveryEngineAndOrder
    void whatWasAcceptedIsReceivedBeforeTheFailure(Engine engine, Order order) {
        IOException broken = new IOException("broken");
        TestMill.run(engine, order, () -> {
            Inbox<Integer> inbox = Mill.inbox(4);
            Chan<Integer> ch = inbox.chan();
            Thread.ofPlatform().daemon().start(() -> {
                inbox.offer(1);
                inbox.offer(2);
                inbox.fail(broken);
            });
            assertEquals(1, ch.receive());
            assertEquals(2, ch.receive());
            assertSame(broken, assertThrows(IOException.class, ch::receive));
            assertEquals(new Received.Failed<>(broken), ch.receiveOrDone());
            assertTrue(inbox.isClosed());
            Messages.assertFails(IllegalStateException.class, "offer inbox", () -> inbox.offer(3), "closed");
        });
    }

    @EveryEngine
    void theFirstEndCounts(Engine engine) {
        TestMill.run(engine, () -> {
            Inbox<Integer> closed = Mill.inbox(1);
            closed.close();
            closed.fail(new IOException("late"));
            assertEquals(new Received.Done<Integer>(null), closed.chan().receiveOrDone());
            IOException broken = new IOException("broken");
            Inbox<Integer> failed = Mill.inbox(1);
            failed.fail(broken);
            failed.close();
            failed.fail(new IOException("late"));
            assertEquals(List.of(), failed.chan().stream().limit(0).toList());
            assertEquals(new Received.Failed<>(broken), failed.chan().receiveOrDone());
        });
    }

    @EveryEngine
    void aFailureOfNullPanicsAndEndsNothing(Engine engine) {
        TestMill.run(engine, () -> {
            Inbox<Integer> inbox = Mill.inbox(1);
            Messages.assertPanics("fail inbox", () -> inbox.fail(null), "null");
            assertTrue(inbox.offer(1));
            assertEquals(1, inbox.chan().receive());
            inbox.close();
        });
    }
}
