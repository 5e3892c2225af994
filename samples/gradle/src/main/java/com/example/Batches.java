package com.example;

import static org.jmill.Mill.*;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Choose;

/** Puts names together: a batch goes out when it is full, or a second after its first name. */
class Batches {
    static final String END = "";

    /** Ends with the name END, after a last batch. */
    static void collect(Chan<String> names, Chan<List<String>> batches, int size) {
        List<String> batch = new ArrayList<>();
        long deadline = -1;
        boolean ended = false;
        while (!ended) {
            String name = Choose.of(in(names), timeout(deadline, () -> null)); // null: it is late.
            ended = END.equals(name);
            if (name != null && !ended) {
                deadline = batch.isEmpty() ? now() + 1000 : deadline;
                batch.add(name);
            }
            if (name == null || batch.size() == size || ended && !batch.isEmpty()) {
                chs(batches, List.copyOf(batch));
                batch.clear();
                deadline = -1;
            }
        }
    }
}
