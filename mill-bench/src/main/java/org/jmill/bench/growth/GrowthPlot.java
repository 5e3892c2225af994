package org.jmill.bench.growth;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jmill.bench.program.Curves;
import org.jmill.bench.report.Grid;
import org.jmill.bench.report.Svg;
import org.jmill.bench.report.Svg.Anchor;

/// Draws a panel a curve: sizes to the right, logarithmic; ns per operation upwards, from 0. There
/// n log n in all is a straight line upwards, and n a level one; the one that the curve is measured
/// by begins at its first point and is dashed.
public final class GrowthPlot {
    private static final int COLUMNS = 3;
    private static final int WIDTH = 300; // A panel's, with its margins.
    private static final int HEIGHT = 200;
    private static final int TOP = 30; // What is kept free above the first panel.
    private static final int LEFT = 40; // Margins of a panel.
    private static final int RIGHT = 28;
    private static final int ABOVE = 28;
    private static final int BELOW = 22;
    private static final int LEVELS = 4;
    private static final String CURVE = "#1b6ca8";
    private static final String BOUND = "#e07b39";
    private static final String RULE = "#dddddd";

    private final Growth growth;

    /// @param growth what to draw
    public GrowthPlot(Growth growth) {
        this.growth = growth;
    }

    /// Draws it all.
    public void print(PrintWriter out) {
        List<Curves> curves = growth.curves();
        int rows = (curves.size() + COLUMNS - 1) / COLUMNS;
        Svg svg = new Svg(out, COLUMNS * WIDTH, TOP + rows * HEIGHT);
        svg.text(
                LEFT,
                16,
                Anchor.START,
                12,
                "ns per operation by size, which is logarithmic; dashed: what the bound allows");
        for (int i = 0; i < curves.size(); i++) {
            new Panel(svg, curves.get(i), i % COLUMNS * WIDTH, TOP + i / COLUMNS * HEIGHT).draw();
        }
        svg.end();
    }

    /// One curve, at a place of its own.
    private final class Panel {
        private final Svg svg;
        private final Curves curve;
        private final int left;
        private final int top;
        private final List<Long> sizes;
        private final double highest; // ns at the upper edge

        Panel(Svg svg, Curves curve, int left, int top) {
            this.svg = svg;
            this.curve = curve;
            this.left = left + LEFT;
            this.top = top + ABOVE;
            this.sizes = growth.sizes(curve);
            this.highest = 1.1
                    * sizes.stream()
                            .mapToDouble(size -> Math.max(growth.nanos(curve, size), allowedNanos(size)))
                            .max()
                            .orElseThrow();
        }

        void draw() {
            svg.text(
                    left,
                    top - 10,
                    Anchor.START,
                    12,
                    curve.label() + " (" + curve.bound().label() + ")");
            drawAxes();
            double[] xs = sizes.stream().mapToDouble(this::x).toArray();
            svg.path(
                    xs,
                    sizes.stream().mapToDouble(size -> y(allowedNanos(size))).toArray(),
                    BOUND,
                    true);
            double[] ys = sizes.stream()
                    .mapToDouble(size -> y(growth.nanos(curve, size)))
                    .toArray();
            svg.path(xs, ys, CURVE, false);
            for (int i = 0; i < xs.length; i++) {
                svg.dot(xs[i], ys[i], CURVE);
            }
        }

        private void drawAxes() {
            for (int level = 0; level <= LEVELS; level++) {
                double nanos = highest * level / LEVELS;
                svg.line(left, y(nanos), left + width(), y(nanos), RULE);
                svg.text(left - 4, y(nanos) + 3, Anchor.END, 9, Grid.number(nanos));
            }
            for (int i = 0; i < sizes.size(); i += sizes.size() > 7 ? 2 : 1) {
                svg.text(
                        x(sizes.get(i)),
                        top + height() + 13,
                        Anchor.MIDDLE,
                        9,
                        String.format(Locale.ROOT, "%,d", sizes.get(i)));
            }
        }

        private double allowedNanos(long size) {
            return growth.nanos(curve, sizes.getFirst()) * growth.allowed(curve, size);
        }

        private double x(long size) {
            double span = Math.log((double) sizes.getLast() / sizes.getFirst());
            double part = span == 0 ? 0 : Math.log((double) size / sizes.getFirst()) / span;
            return left + part * width();
        }

        private double y(double nanos) {
            return top + height() * (1 - nanos / highest);
        }

        private int width() {
            return WIDTH - LEFT - RIGHT;
        }

        private int height() {
            return HEIGHT - ABOVE - BELOW;
        }
    }
}
