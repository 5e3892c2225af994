package org.jmill.bench.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jmill.bench.program.Scenario;
import org.jmill.bench.report.Medians;

/// What a comparison has measured so far: for each program and rival either figures or a reason why
/// there are none.
final class Figures {
    private final List<Rival> rivals;
    private final Map<Scenario, Map<Rival, Cell>> rows = new LinkedHashMap<>();

    Figures(List<Scenario> programs, List<Rival> rivals) {
        this.rivals = rivals;
        for (Scenario program : programs) {
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
    List<Scenario> programs() {
        return List.copyOf(rows.keySet());
    }

    /// Where a program and a rival meet.
    Cell cell(Scenario program, Rival rival) {
        return rows.get(program).get(rival);
    }

    /// The median of a rival over that of the first one; NaN if either has none.
    double ratio(Scenario program, Rival rival) {
        return cell(program, rival).nanos() / cell(program, rivals.getFirst()).nanos();
    }

    /// What is told of an echo server beside the time of a request, all in microseconds.
    enum Detail {
        /// How long half of the requests took at most.
        P50,

        /// How long 99 of 100 requests took at most.
        P99,

        /// Time on the processor per request.
        SERVER,

        /// The same of the load generator.
        CLIENT
    }

    /// The figures of one rival for one program.
    static final class Cell {
        private final List<Double> nanos = new ArrayList<>();
        private final List<Double> bytes = new ArrayList<>();
        private final Map<Detail, List<Double>> details = new EnumMap<>(Detail.class);
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

        void add(Detail detail, double micros) {
            details.computeIfAbsent(detail, key -> new ArrayList<>()).add(micros);
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

        /// The median in microseconds; NaN if there is none.
        double detail(Detail detail) {
            List<Double> values = details.get(detail);
            return reason != null || values == null ? Double.NaN : Medians.of(values);
        }
    }
}
