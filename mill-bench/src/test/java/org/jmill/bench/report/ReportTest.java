package org.jmill.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void medianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
        assertEquals(2, Medians.of(List.of(3.0, 1.0, 2.0)));
        assertEquals(2.5, Medians.of(List.of(4.0, 1.0, 2.0, 3.0)));
        assertTrue(Double.isNaN(Medians.of(List.of())));
    }

    @Test
    void jsonStringsAreEscaped() {
        assertEquals("\"a\\\"b\\\\c\\u000a\"", JsonText.quoted("a\"b\\c\n"));
    }

    @Test
    void gridIsAsWideAsItsLongestCells() {
        Grid grid = new Grid(List.of("a", "ns"));
        grid.add(List.of("long", Grid.number(1234)));
        StringWriter text = new StringWriter();
        grid.print(new PrintWriter(text, true));
        assertEquals(
                List.of("| a    |    ns |", "|------|------:|", "| long | 1,234 |"),
                text.toString().lines().toList());
    }
}
