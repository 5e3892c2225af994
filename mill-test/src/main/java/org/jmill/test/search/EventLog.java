package org.jmill.test.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jmill.test.sim.Kind;
import org.jmill.test.sim.Listener;
import org.jmill.world.Subject;
import org.jmill.world.Verb;

/// What has happened in one run, step by step.
final class EventLog implements Listener {
    private static final int ROWS_MAX = 20_000;

    private final Schedule schedule;
    private final List<Row> rows = new ArrayList<>();
    private final Map<Long, String> names = new LinkedHashMap<>(); // Of the coroutines, in the order of their creation.
    private int decisionsSeen;
    private boolean isOver; // The body has ended: what main does is no part of the test.
    private boolean isClosed; // Nothing more is noted.

    /// One step.
    ///
    /// @param coroutine whose, by its number
    /// @param text what it does
    /// @param decision how many decisions were made before
    /// @param note how it differs from the default schedule; "" if it does not
    record Row(long coroutine, String text, int decision, String note) {
        Row with(String more) {
            return new Row(coroutine, text + more, decision, note);
        }
    }

    /// @param schedule that of the run, whose decisions are noted beside the steps
    EventLog(Schedule schedule) {
        this.schedule = schedule;
    }

    List<Row> rows() {
        return rows;
    }

    Map<Long, String> names() {
        return names;
    }

    /// The steps as a table, a column a coroutine.
    String table() {
        return Table.of(this);
    }

    @Override
    public void spawned(Subject parent, Subject child) {
        names.put(child.id(), child.name());
        if (parent != null) {
            add(parent, "go " + named(child));
        }
    }

    @Override
    public void does(Subject coroutine, Verb verb, Object object) {
        add(coroutine, verb.of(object));
    }

    @Override
    public void waits(Subject coroutine, Verb verb, Object object) {
        if (isClosed || (isOver && coroutine.id() == 0)) {
            return;
        }
        Row last = rows.isEmpty() ? null : rows.getLast();
        if (last != null && last.coroutine() == coroutine.id() && !last.text().endsWith(" waits")) {
            rows.set(rows.size() - 1, last.with(" waits"));
        } else {
            add(coroutine, verb.of(object) + " waits");
        }
    }

    @Override
    public void woken(Subject coroutine, Subject waker) {
        if (waker == null) {
            add(coroutine, "woken from outside");
        }
    }

    @Override
    public void ended(Subject coroutine, Throwable thrown) {
        add(coroutine, thrown == null ? "ends" : "ends by " + thrown.getClass().getSimpleName());
    }

    private static String named(Subject subject) {
        return subject.name().isEmpty() ? subject.label() : subject.label() + " " + subject.name();
    }

    @Override
    public void bodyEnded() {
        isOver = true;
    }

    @Override
    public void failed() {
        isClosed = true;
    }

    private void add(Subject coroutine, String text) {
        if (isClosed || (isOver && coroutine.id() == 0)) {
            return;
        }
        if (rows.size() < ROWS_MAX) {
            rows.add(new Row(coroutine.id(), text, schedule.size(), note()));
        }
    }

    /// The deviations since the last row.
    private String note() {
        StringBuilder note = new StringBuilder();
        for (; decisionsSeen < schedule.size(); decisionsSeen++) {
            int choice = schedule.choice(decisionsSeen);
            if (choice != 0) {
                note.append(note.isEmpty() ? "" : "; ").append(words(decisionsSeen, choice));
            }
        }
        return note.toString();
    }

    private String words(int position, int choice) {
        Kind kind = schedule.kind(position);
        String which = " " + choice + " of 0 to " + (schedule.bound(position) - 1);
        return "#" + position + " "
                + switch (kind) {
                    case TURN -> "another one's turn";
                    case START -> choice == 1 ? "the child starts late" : "another one's turn, the child starts late";
                    case DRAW -> "draw" + which;
                    case PICK -> "pick" + which;
                    case ARRIVAL -> schedule.what(position) + " comes";
                    case FAULT -> "fault: " + schedule.what(position);
                };
    }

    /// Where two runs first differ; null: nowhere.
    String differenceFrom(EventLog other) {
        int common = Math.min(rows.size(), other.rows.size());
        for (int i = 0; i < common; i++) {
            if (!rows.get(i).equals(other.rows.get(i))) {
                return "at decision " + rows.get(i).decision() + ", step " + (i + 1) + ", " + described(i) + ", then "
                        + other.described(i);
            }
        }
        if (rows.size() != other.rows.size()) {
            EventLog longer = rows.size() > common ? this : other;
            return "at decision " + longer.rows.get(common).decision() + ", one ends after step " + common
                    + ", the other goes on: " + longer.described(common);
        }
        return null;
    }

    private String described(int row) {
        Row r = rows.get(row);
        String name = names.getOrDefault(r.coroutine(), "");
        return "{" + r.coroutine() + "}" + (name.isEmpty() ? "" : " " + name) + ": " + r.text();
    }
}
