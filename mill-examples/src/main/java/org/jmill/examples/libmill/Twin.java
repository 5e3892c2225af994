package org.jmill.examples.libmill;

import org.jmill.Order;
import org.jmill.examples.Example;

/// The twin of a C program: runs in libmill's order, and its output goes to a buffer as stdio's
/// does.
interface Twin extends Example {
    @Override
    default Order order() {
        return Order.LIBMILL;
    }

    @Override
    default boolean printsMuch() {
        return true;
    }
}
