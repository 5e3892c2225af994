package com.example;

import static org.jmill.Mill.*;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;

/** Puts names together: a batch goes out when it is full, or a second after its first name. */
class Batches {
    static final String END = "";

    /** Ends with the name END, after a last batch. */
    static void collect(Chan<String> names, Chan<List<String>> batches, int size) {
        List<String> batch = new ArrayList<>();
        long deadline = -1;
        boolean ended = false;
        while (!ended) {
            var next = choose().in(names).deadline(deadline);
            boolean isLate = next.end() < 0;
            ended = !isLate && next.value().equals(END);
            if (!isLate && !ended) {
                deadline = batch.isEmpty() ? now() + 1000 : deadline;
                batch.add(next.value());
            }
            if (isLate || batch.size() == size || ended && !batch.isEmpty()) {
                chs(batches, List.copyOf(batch));
                batch.clear();
                deadline = -1;
            }
        }
    }
}
