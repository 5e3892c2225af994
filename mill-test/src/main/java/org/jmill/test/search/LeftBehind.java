package org.jmill.test.search;

import java.util.List;
import org.jmill.Dump;
import org.jmill.Mill;

/// Says who is left behind.
public final class LeftBehind {
    private static final int SHOWN_MAX = 20;

    private LeftBehind() {}

    /// What is thrown for those who are there now, besides main. Called in main.
    public static AssertionError error() {
        return new LeftBehindError(text(Mill.dump().coroutines()));
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
