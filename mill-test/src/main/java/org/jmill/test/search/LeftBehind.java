package org.jmill.test.search;

import java.util.List;
import org.jmill.Dump;
import org.jmill.Mill;

/// Says who is left behind, and what.
public final class LeftBehind {
    private static final int SHOWN_MAX = 20;

    private LeftBehind() {}

    /// What is thrown for those who are there now, besides main. Called in main.
    public static AssertionError error() {
        return new LeftBehindError(text(Mill.dump().coroutines()));
    }

    /// The values that lie in buffers and that nobody has received, in words; "" if there are none. Called in main.
    static String values() {
        StringBuilder text = new StringBuilder();
        for (Dump.ChannelRow row : Mill.dump().channels()) {
            if (row.messages() > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(row.messages() == 1 ? "1 value is" : row.messages() + " values are")
                        .append(" left in <" + row.id() + ">")
                        .append(row.name().isEmpty() ? "" : " " + row.name())
                        .append(row.created().isEmpty() ? "" : ", made at " + row.created());
            }
        }
        return text.toString();
    }

    private static String text(List<Dump.CoroutineRow> coroutines) {
        StringBuilder text = new StringBuilder();
        int count = coroutines.size() - 1;
        text.append(count == 1 ? "1 coroutine is" : count + " coroutines are").append(" left behind:");
        coroutines.stream().filter(row -> row.id() != 0).limit(SHOWN_MAX).forEach(row -> {
            text.append("\n    {").append(row.id()).append('}');
            if (!row.name().isEmpty()) {
                text.append(' ').append(row.name());
            }
            text.append(": ").append(row.state()).append(" at ").append(row.current());
            if (!row.created().isEmpty()) {
                text.append(", started at ").append(row.created());
            }
        });
        if (count > SHOWN_MAX) {
            text.append("\n    and ").append(count - SHOWN_MAX).append(" others");
        }
        return text.toString();
    }
}
