package org.jmill.bench.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jmill.bench.program.Curves;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/// Tables, JSON and plot of made-up figures.
class GrowthReportTest {
    private final Growth growth = new Growth();
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text, true);

    @BeforeEach
    void fill() {
        List.of(90.0, 100.0, 500.0).forEach(nanos -> growth.add(Curves.TIMER, 1_000, nanos));
        growth.add(Curves.TIMER, 1_000_000, 250);
        growth.add(Curves.YIELD, 10, 40);
        growth.add(Curves.YIELD, 100, 42);
    }

    @Test
    void tableShowsMediansAndRatiosBesideThoseOfNLogN() {
        new GrowthReport(growth).printTable(Curves.TIMER, out);
        assertEquals(
                List.of(
                        "",
                        "| timer     | ns per op | ratio | n log n |",
                        "|-----------|----------:|------:|--------:|",
                        "| 1,000     |       100 |  1.00 |    1.00 |",
                        "| 1,000,000 |       250 |  2.50 |    2.00 |"),
                text.toString().lines().toList());
    }

    @Test
    void linearCurveMayNotGrow() {
        new GrowthReport(growth).printTable(Curves.YIELD, out);
        String last = text.toString().lines().toList().getLast();
        assertEquals("| 100   |      42.0 |  1.05 |   1.00 |", last);
    }

    @Test
    void summaryShowsTheSmallestAndTheLargestSizeOfEachCurve() {
        new GrowthReport(growth).printSummary(out);
        assertEquals(
                List.of(
                        "",
                        "| program |  from | ns per op |        to | ns per op | ratio | allowed |",
                        "|---------|------:|----------:|----------:|----------:|------:|--------:|",
                        "| timer   | 1,000 |       100 | 1,000,000 |       250 |  2.50 |    2.00 |",
                        "| yield   |    10 |      40.0 |       100 |      42.0 |  1.05 |    1.00 |",
                        ""),
                text.toString().lines().toList());
    }

    @Test
    void jsonHoldsEverySample() {
        new GrowthReport(growth).printJson(Map.of("cores", "2"), out);
        assertTrue(
                text.toString()
                        .contains("{\"program\": \"timer\", \"size\": 1000, \"median\": 100.00, \"ratio\": 1.00,"
                                + " \"bound\": \"n log n\", \"allowed\": 1.00, \"samples\": [90.00, 100.00, 500.00]}"),
                text.toString());
    }

    @Test
    void plotIsXmlWithADotForEachFigureAndTwoLinesForEachCurve() throws Exception {
        new GrowthPlot(growth).print(out);
        Document plot = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
        assertEquals(4, plot.getElementsByTagName("circle").getLength());
        assertEquals(4, plot.getElementsByTagName("polyline").getLength());
    }
}
