package org.jmill.bench.compare;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jmill.bench.program.Scenario;
import org.jmill.bench.report.Svg;
import org.jmill.bench.report.Svg.Anchor;

/// Writes figures as a chart in SVG: a group of bars a program, a bar a rival, as long as the
/// logarithm of its nanoseconds per operation. Who has no figure has no bar.
final class Chart {
    private static final int WIDTH = 900;
    private static final int LEFT = 110; // Where the bars begin.
    private static final int RIGHT = 90; // What is kept free for the last number.
    private static final int TOP = 60;
    private static final int BAR = 12;
    private static final int GAP = 14;
    private static final int SMALL = 10; // Sizes of the font.
    private static final int LARGE = 12;
    private static final String[] COLOURS = {
        "#1b6ca8", "#5aa0d0", "#a9cfe8", "#444444", "#00a29c", "#7f52ff", "#e07b39", "#b0a030", "#b03060"
    };

    private final Figures figures;
    private double decades; // How many powers of ten the axis spans, from 1 ns.

    Chart(Figures figures) {
        this.figures = figures;
    }

    void print(PrintWriter out) {
        double most = 10;
        int bars = 0;
        for (Scenario program : figures.programs()) {
            for (Rival rival : figures.rivals()) {
                double nanos = figures.cell(program, rival).nanos();
                if (!Double.isNaN(nanos)) {
                    most = Math.max(most, nanos);
                    bars++;
                }
            }
        }
        decades = Math.ceil(Math.log10(most));
        int height = TOP + bars * BAR + figures.programs().size() * GAP + 10;
        Svg svg = new Svg(out, WIDTH, height);
        drawLegend(svg);
        drawAxis(svg, height);
        drawBars(svg);
        svg.end();
    }

    private void drawLegend(Svg svg) {
        svg.text(LEFT, 16, Anchor.START, LARGE, "ns per operation, logarithmic; shorter is better");
        List<Rival> rivals = figures.rivals();
        for (int i = 0; i < rivals.size(); i++) {
            int x = LEFT + i * (WIDTH - LEFT) / rivals.size();
            svg.rectangle(x, 26, 10, 10, colour(i));
            svg.text(x + 13, 35, Anchor.START, SMALL, rivals.get(i).title());
        }
    }

    private void drawAxis(Svg svg, int height) {
        for (int decade = 0; decade <= decades; decade++) {
            double x = x(Math.pow(10, decade));
            svg.line(x, TOP - 6, x, height, "#dddddd");
            svg.text(x, TOP - 10, Anchor.MIDDLE, SMALL, "" + (long) Math.pow(10, decade));
        }
    }

    private void drawBars(Svg svg) {
        int y = TOP;
        for (Scenario program : figures.programs()) {
            svg.text(LEFT - 8, y + BAR, Anchor.END, LARGE, program.label());
            for (int i = 0; i < figures.rivals().size(); i++) {
                double nanos = figures.cell(program, figures.rivals().get(i)).nanos();
                if (!Double.isNaN(nanos)) {
                    double end = x(Math.max(nanos, 1.05));
                    svg.rectangle(LEFT, y, end - LEFT, BAR - 2, colour(i));
                    svg.text(end + 4, y + BAR - 3, Anchor.START, SMALL, String.format(Locale.ROOT, "%.1f", nanos));
                    y += BAR;
                }
            }
            y += GAP;
        }
    }

    private double x(double nanos) {
        return LEFT + Math.log10(nanos) / decades * (WIDTH - LEFT - RIGHT);
    }

    private static String colour(int rival) {
        return COLOURS[rival % COLOURS.length];
    }
}
