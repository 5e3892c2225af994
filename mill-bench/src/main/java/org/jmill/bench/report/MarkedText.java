package org.jmill.bench.report;

/// A page in which a part stands between two marks, `<!-- name -->` and `<!-- end of name -->`, and is written anew.
///
/// @param before up to the first mark, with it
/// @param after the second mark, and what comes behind it
public record MarkedText(String before, String after) {
    /// Looks for the marks.
    ///
    /// @param page the whole text
    /// @throws IllegalArgumentException if a mark is missing, or they stand the wrong way round
    public static MarkedText of(String page, String name) {
        String first = "<!-- " + name + " -->\n";
        String second = "<!-- end of " + name + " -->\n";
        int start = page.indexOf(first);
        int end = page.indexOf(second, Math.max(start, 0));
        if (start < 0 || end < 0) {
            throw new IllegalArgumentException("a mark is missing: " + (start < 0 ? first : second).strip());
        }
        return new MarkedText(page.substring(0, start + first.length()), page.substring(end));
    }

    /// The page with another part between the marks.
    ///
    /// @param part lines
    public String with(String part) {
        return before + "\n" + part.strip() + "\n\n" + after;
    }
}
