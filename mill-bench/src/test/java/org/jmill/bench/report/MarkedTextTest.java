package org.jmill.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkedTextTest {
    @Test
    void partBetweenTheMarksIsReplacedAndAllElseStays() {
        String page = "a\n<!-- x -->\nold\n<!-- end of x -->\nb\n";
        String once = MarkedText.of(page, "x").with("new\n");
        assertEquals("a\n<!-- x -->\n\nnew\n\n<!-- end of x -->\nb\n", once);
        assertEquals(once, MarkedText.of(once, "x").with("new"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<!-- x -->\n", "<!-- end of x -->\n", "<!-- end of x -->\n<!-- x -->\n"})
    void pageWithoutBothMarksInTheirOrderIsRefused(String page) {
        assertThrows(IllegalArgumentException.class, () -> MarkedText.of(page, "x"));
    }
}
