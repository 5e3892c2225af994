package org.jmill.test.search;

import java.util.List;

/// Finds what repeats at the end of a run that has none.
final class Livelock {
    private static final int PERIOD_MAX = 200;
    private static final int ROUNDS = 3;

    private Livelock() {}

    /// The steps that repeat, in words; "" if none do.
    static String text(EventLog log) {
        List<EventLog.Row> rows = log.rows();
        for (int period = 1; period <= PERIOD_MAX && ROUNDS * period <= rows.size(); period++) {
            if (repeats(rows, period)) {
                StringBuilder text = new StringBuilder("livelock: these steps repeat:\n");
                for (EventLog.Row row : rows.subList(rows.size() - period, rows.size())) {
                    text.append("    {")
                            .append(row.coroutine())
                            .append("} ")
                            .append(row.text())
                            .append('\n');
                }
                return text.append('\n').toString();
            }
        }
        return "";
    }

    private static boolean repeats(List<EventLog.Row> rows, int period) {
        for (int i = rows.size() - 1; i >= rows.size() - (ROUNDS - 1) * period; i--) {
            EventLog.Row row = rows.get(i);
            EventLog.Row before = rows.get(i - period);
            if (row.coroutine() != before.coroutine() || !row.text().equals(before.text())) {
                return false;
            }
        }
        return true;
    }
}
