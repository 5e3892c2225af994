package org.jmill.examples.net.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of a file, as the field Range asks for it.
///
/// @param start its first byte
/// @param length how many bytes; 0: the file has none of those asked for
record Range(long start, long length) {
    private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /// Reads the field.
    ///
    /// @param text may be null
    /// @return null if all of the file is to be sent: there is no range, or more than one
    static Range of(String text, long size) {
        Matcher one = ONE.matcher(text == null ? "" : text.strip());
        if (!one.matches() || one.group(1).isEmpty() && one.group(2).isEmpty()) {
            return null;
        }
        if (one.group(1).isEmpty()) {
            long length = Math.min(size, Long.parseLong(one.group(2)));
            return new Range(size - length, length);
        }
        long start = Long.parseLong(one.group(1));
        long last = one.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(one.group(2)));
        if (!one.group(2).isEmpty() && Long.parseLong(one.group(2)) < start) {
            return null; // Not a range (RFC 9110, section 14.1.1).
        }
        return new Range(start, Math.max(0, last - start + 1));
    }
}
