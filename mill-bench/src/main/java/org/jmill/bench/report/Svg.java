package org.jmill.bench.report;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Draws, in units of a small font's tenth, from the upper left corner.
public final class Svg {
    /// Where a text stands, seen from its point.
    public enum Anchor {
        /// To the right of it.
        START,

        /// Around it.
        MIDDLE,

        /// To the left of it.
        END
    }

    private final PrintWriter out;

    /// Begins a white sheet.
    public Svg(PrintWriter out, int width, int height) {
        this.out = out;
        println(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"10\">",
                width, height);
        println("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, height);
    }

    /// Draws a full rectangle.
    public void rectangle(double x, double y, double width, double height, String colour) {
        println(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                x, y, width, height, colour);
    }

    /// Writes plain text, which has no character that XML would take for its own.
    public void text(double x, double y, Anchor anchor, int size, String text) {
        println(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\">%s</text>",
                x, y, anchor.name().toLowerCase(Locale.ROOT), size, text);
    }

    /// Draws a thin line.
    public void line(double x1, double y1, double x2, double y2, String colour) {
        println("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>", x1, y1, x2, y2, colour);
    }

    /// Draws a line through several points.
    ///
    /// @param dashed whether it is an interrupted one
    public void path(double[] xs, double[] ys, String colour, boolean dashed) {
        String points = IntStream.range(0, xs.length)
                .mapToObj(i -> String.format(Locale.ROOT, "%.1f,%.1f", xs[i], ys[i]))
                .collect(Collectors.joining(" "));
        println(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"%s/>",
                points, colour, dashed ? " stroke-dasharray=\"4 3\"" : "");
    }

    /// Draws a dot.
    public void dot(double x, double y, String colour) {
        println("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"%s\"/>", x, y, colour);
    }

    /// Ends the sheet.
    public void end() {
        println("</svg>");
        out.flush();
    }

    private void println(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
