package org.jmill.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jmill.bench.program.Programs;
import org.jmill.bench.report.Medians;

/// What a comparison has measured so far: for each program and rival either figures or a reason why
/// there are none.
final class Figures {
    private final List<Rival> rivals;
    private final Map<Programs, Map<Rival, Cell>> rows = new LinkedHashMap<>();

    Figures(List<Programs> programs, List<Rival> rivals) {
        this.rivals = rivals;
        for (Programs program : programs) {
            Map<Rival, Cell> row = new LinkedHashMap<>();
            for (Rival rival : rivals) {
                row.put(rival, new Cell(rival.absence(program)));
            }
            rows.put(program, row);
        }
    }

    /// Who takes part, in the order of the columns.
    List<Rival> rivals() {
        return rivals;
    }

    /// What was run, in the order of the rows.
    List<Programs> programs() {
        return List.copyOf(rows.keySet());
    }

    /// Where a program and a rival meet.
    Cell cell(Programs program, Rival rival) {
        return rows.get(program).get(rival);
    }

    /// The median of a rival over that of the first one; NaN if either has none.
    double ratio(Programs program, Rival rival) {
        return cell(program, rival).nanos() / cell(program, rivals.getFirst()).nanos();
    }

    /// The figures of one rival for one program.
    static final class Cell {
        private final List<Double> nanos = new ArrayList<>();
        private final List<Double> bytes = new ArrayList<>();
        private String reason; // Why there are no figures, or null.

        private Cell(String reason) {
            this.reason = reason;
        }

        void add(double nanosPerOperation) {
            nanos.add(nanosPerOperation);
        }

        void addBytes(double bytesPerCoroutine) {
            bytes.add(bytesPerCoroutine);
        }

        /// Notes why there will be no figures.
        void fail(String why) {
            reason = why;
        }

        /// Why there are no figures, or null.
        String reason() {
            return reason;
        }

        /// The figures of all rounds.
        List<Double> samples() {
            return List.copyOf(nanos);
        }

        /// The median in nanoseconds per operation; NaN if there is none.
        double nanos() {
            return reason != null ? Double.NaN : Medians.of(nanos);
        }

        /// The median in bytes per parked coroutine; NaN if there is none.
        double bytes() {
            return reason != null ? Double.NaN : Medians.of(bytes);
        }
    }
}
