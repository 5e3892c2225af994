package org.jmill.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jmill.bench.net.NetScenario;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/// Table, JSON and chart of made-up figures.
class ReportsTest {
    private final Rival us = rival("us", "Us", Set.of(Programs.values()));
    private final Rival them = rival("them", "Them", Set.of(Programs.CHAN));
    private final Rival nobody = Rival.absent("nobody", "Nobody", "no \"nobody\" on the PATH");
    private final Figures figures = new Figures(List.of(Programs.CHAN, Programs.PARK), List.of(us, them, nobody));
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);

    private static Rival rival(String id, String title, Set<Scenario> programs) {
        return new Rival(id, title, null, programs, (program, count, rounds) -> List.of());
    }

    @BeforeEach
    void fill() {
        List.of(50.0, 60.0, 40.0).forEach(figures.cell(Programs.CHAN, us)::add);
        List.of(90.0, 110.0).forEach(figures.cell(Programs.CHAN, them)::add);
        figures.cell(Programs.PARK, us).add(1500);
        figures.cell(Programs.PARK, us).addBytes(496);
    }

    @Test
    void tableShowsMediansRatiosAndReasons() {
        new Table(figures).print(out);
        String[] lines = text.toString().lines().toArray(String[]::new);
        assertEquals("| program          |    Us |       Them | Nobody |", lines[2]);
        assertEquals("|------------------|------:|-----------:|-------:|", lines[3]);
        assertEquals("| chan             |  50.0 | 100 (2.0x) |      - |", lines[4]);
        assertEquals("| park             | 1,500 |          - |      - |", lines[5]);
        assertEquals("| park, bytes each |   496 |          - |      - |", lines[6]);
        assertEquals("- Them (park): has no such program", lines[8]);
        assertEquals("- Nobody: no \"nobody\" on the PATH", lines[9]);
        assertEquals(10, lines.length);
    }

    @Test
    void echoHasRowsForLatencyAndProcessorTime() {
        Rival server = rival("echo", "Echo", Set.of(NetScenario.ECHO_64X1));
        Figures echo = new Figures(List.of(NetScenario.ECHO_64X1), List.of(server, nobody));
        Figures.Cell cell = echo.cell(NetScenario.ECHO_64X1, server);
        cell.add(25_000);
        cell.add(Figures.Detail.P50, 24.5);
        cell.add(Figures.Detail.P99, 99.5);
        cell.add(Figures.Detail.SERVER, 7);
        cell.add(Figures.Detail.CLIENT, 6);
        new Table(echo).print(out);
        Json.print(echo, Map.of(), out);
        List<String> lines = text.toString().lines().toList();
        assertEquals("| echo-64x1, p50 / p99 us           | 24.5 / 99.5 |      - |", lines.get(5));
        assertEquals("| echo-64x1, CPU us server / client |   7.0 / 6.0 |      - |", lines.get(6));
        String json = "\"p50Us\": 24.50, \"p99Us\": 99.50, \"serverUs\": 7.00, \"clientUs\": 6.00,";
        assertTrue(text.toString().contains(json), text.toString());
    }

    @Test
    void jsonHoldsEverySampleAndReason() {
        Json.print(figures, Map.of("cores", "2"), out);
        String json = text.toString();
        assertTrue(json.contains("\"cores\": \"2\""), json);
        assertTrue(
                json.contains("{\"program\": \"chan\", \"rival\": \"them\", \"median\": 100.00, \"ratio\":"
                        + " 2.00, \"samples\": [90.00, 110.00]}"),
                json);
        assertTrue(json.contains("\"absent\": \"no \\\"nobody\\\" on the PATH\""), json);
        assertTrue(json.contains("\"bytes\": 496.00"), json);
        assertFalse(json.contains("NaN"), json);
    }

    @Test
    void chartIsXmlWithABarForEachFigure() throws Exception {
        new Chart(figures).print(out);
        Document chart = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
        int background = 1;
        int legend = 3;
        int bars = 3;
        assertEquals(
                background + legend + bars, chart.getElementsByTagName("rect").getLength());
    }
}
