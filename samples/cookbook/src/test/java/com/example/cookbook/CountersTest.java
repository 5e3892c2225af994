package com.example.cookbook;

import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jmill.Scope;
import org.jmill.test.Explore;
import org.jmill.test.MillTest;

/// JUnit: a test in virtual time, and one in all orders that two visitors can have.
class CountersTest {
    @MillTest
    void aVisitTakesAsLongAsTheBackEnd() {
        long start = now();
        assertEquals("HOME: 1", new Counters().visit("home"));
        assertEquals(10, now() - start); // Exactly: no time of this world has passed.
    }

    @Explore
    void twoVisitorsAreCountedInEachOrder() {
        Counters counters = new Counters();
        Scope.run(scope -> {
            scope.go(() -> counters.visit("home"));
            scope.go(() -> counters.visit("home"));
        });
        assertEquals("HOME: 3", counters.visit("home"));
    }
}
