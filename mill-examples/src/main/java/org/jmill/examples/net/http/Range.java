package org.jmill.examples.net.http;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of a file, as the field Range asks for it.
///
/// @param start its first byte
/// @param length how many bytes; 0: the file has none of those asked for
record Range(long start, long length) {
    private static final Pattern ONE = Pattern.compile("(?i:bytes)=[ \t]*([0-9]*)-([0-9]*)[ \t]*");

    /// Reads the field.
    ///
    /// @param text may be null
    /// @return null if all of the file is to be sent: there is no range, or more than one, or it is not one
    static Range of(String text, long size) {
        Matcher one = ONE.matcher(text == null ? "" : text);
        if (!one.matches() || one.group(1).isEmpty() && one.group(2).isEmpty()) {
            return null;
        }
        if (one.group(1).isEmpty()) {
            long length = Math.min(size, number(one.group(2)));
            return new Range(size - length, length);
        }
        long start = number(one.group(1));
        long last = one.group(2).isEmpty() ? Long.MAX_VALUE : number(one.group(2));
        if (last < start) {
            return null; // Not a range (RFC 9110, section 14.1.1).
        }
        return new Range(start, Math.max(0, Math.min(last, size - 1) - start + 1));
    }

    /// A number of any length; what no file can have is as good as the largest one.
    private static long number(String digits) {
        return new BigInteger(digits).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }
}
