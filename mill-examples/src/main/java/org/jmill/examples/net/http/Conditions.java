package org.jmill.examples.net.http;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The conditions that a client may set, in the order of RFC 9110, section 13.2.2. Those that are not
/// understood are as if they were not there.
final class Conditions {
    private static final Pattern TAG = Pattern.compile("(W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")");

    private Conditions() {}

    /// Whether a file is to be sent.
    ///
    /// @param tag of the file, a strong one
    /// @param modifiedS seconds since 1970
    /// @return null if so; else what to answer
    static HttpResponseStatus check(HttpHeaders fields, String tag, long modifiedS) {
        if (fields.contains(HttpHeaderNames.IF_MATCH)) {
            if (!names(fields.getAll(HttpHeaderNames.IF_MATCH), tag, false)) {
                return HttpResponseStatus.PRECONDITION_FAILED;
            }
        } else if (seconds(fields, HttpHeaderNames.IF_UNMODIFIED_SINCE, Long.MAX_VALUE) < modifiedS) {
            return HttpResponseStatus.PRECONDITION_FAILED;
        }
        if (fields.contains(HttpHeaderNames.IF_NONE_MATCH)) {
            return names(fields.getAll(HttpHeaderNames.IF_NONE_MATCH), tag, true)
                    ? HttpResponseStatus.NOT_MODIFIED
                    : null;
        }
        boolean same = seconds(fields, HttpHeaderNames.IF_MODIFIED_SINCE, Long.MIN_VALUE) >= modifiedS;
        return same ? HttpResponseStatus.NOT_MODIFIED : null;
    }

    /// Whether a range is that of the file which the client knows.
    static boolean isRangeOfSame(HttpHeaders fields, String tag, long modifiedS) {
        String condition = fields.get(HttpHeaderNames.IF_RANGE);
        return condition == null
                || condition.equals(tag)
                || seconds(fields, HttpHeaderNames.IF_RANGE, Long.MIN_VALUE) == modifiedS;
    }

    private static boolean names(List<String> values, String tag, boolean weakly) {
        String list = String.join(",", values);
        if (list.strip().equals("*")) {
            return true;
        }
        for (Matcher one = TAG.matcher(list); one.find(); ) {
            if (one.group(2).equals(tag) && (weakly || one.group(1) == null)) {
                return true;
            }
        }
        return false;
    }

    private static long seconds(HttpHeaders fields, CharSequence name, long otherwise) {
        List<String> values = fields.getAll(name);
        Date date = values.size() == 1 ? DateFormatter.parseHttpDate(values.getFirst()) : null;
        return date == null ? otherwise : date.getTime() / 1000;
    }
}
