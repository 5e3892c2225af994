package org.jmill.bench.compare;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jmill.bench.program.Programs;

/// Writes figures as a chart in SVG: a group of bars a program, a bar a rival, as long as the
/// logarithm of its nanoseconds per operation. Who has no figure has no bar.
final class Chart {
    private static final int WIDTH = 900;
    private static final int LEFT = 110; // Where the bars begin.
    private static final int RIGHT = 90; // What is kept free for the last number.
    private static final int TOP = 60;
    private static final int BAR = 12;
    private static final int GAP = 14;
    private static final String[] COLOURS = {
        "#1b6ca8", "#5aa0d0", "#a9cfe8", "#444444", "#00a29c", "#7f52ff", "#e07b39", "#b0a030"
    };

    private final Figures figures;
    private double decades; // How many powers of ten the axis spans, from 1 ns.

    Chart(Figures figures) {
        this.figures = figures;
    }

    void print(PrintWriter out) {
        double most = 10;
        int bars = 0;
        for (Programs program : figures.programs()) {
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
        out.printf(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"10\">%n",
                WIDTH,
                height);
        out.printf(Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", WIDTH, height);
        printLegend(out);
        printAxis(out, height);
        printBars(out);
        out.println("</svg>");
        out.flush();
    }

    private void printLegend(PrintWriter out) {
        out.printf(
                "<text x=\"%d\" y=\"16\" font-size=\"12\">ns per operation, logarithmic; shorter is"
                        + " better</text>%n",
                LEFT);
        List<Rival> rivals = figures.rivals();
        for (int i = 0; i < rivals.size(); i++) {
            int x = LEFT + i * (WIDTH - LEFT) / rivals.size();
            out.printf(
                    "<rect x=\"%d\" y=\"26\" width=\"10\" height=\"10\" fill=\"%s\"/>"
                            + "<text x=\"%d\" y=\"35\">%s</text>%n",
                    x, colour(i), x + 13, rivals.get(i).title());
        }
    }

    private void printAxis(PrintWriter out, int height) {
        for (int decade = 0; decade <= decades; decade++) {
            double x = x(Math.pow(10, decade));
            out.printf(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#dddddd\"/>"
                            + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
                    x,
                    TOP - 6,
                    x,
                    height,
                    x,
                    TOP - 10,
                    (long) Math.pow(10, decade));
        }
    }

    private void printBars(PrintWriter out) {
        int y = TOP;
        for (Programs program : figures.programs()) {
            out.printf(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" font-size=\"12\">%s</text>%n",
                    LEFT - 8, y + BAR, program.label());
            for (int i = 0; i < figures.rivals().size(); i++) {
                double nanos = figures.cell(program, figures.rivals().get(i)).nanos();
                if (!Double.isNaN(nanos)) {
                    double end = x(Math.max(nanos, 1.05));
                    out.printf(
                            Locale.ROOT,
                            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                                    + "<text x=\"%.1f\" y=\"%d\">%.1f</text>%n",
                            LEFT,
                            y,
                            end - LEFT,
                            BAR - 2,
                            colour(i),
                            end + 4,
                            y + BAR - 3,
                            nanos);
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
