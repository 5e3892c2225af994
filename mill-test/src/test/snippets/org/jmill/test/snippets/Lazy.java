package org.jmill.test.snippets;

import static org.jmill.Mill.*;

import java.util.HashMap;
import java.util.Map;
import org.jmill.Chan;
import org.jmill.test.History;
import org.jmill.test.MillTest;
import org.jmill.test.Op;
import org.jmill.test.Register;

class Lazy {
    @MillTest
    void whatWasPutIsThere() {
        Map<String, String> disk = new HashMap<>();
        Chan<Op.Put> writes = chmake(16);
        go("disk", () -> {
            for (Op.Put put : writes) {
                disk.put(put.key(), put.value());
            }
        });

        History<Op, String> history = History.of(Register.model());
        history.call(Op.put("x", "1"), op -> {
            chs(writes, (Op.Put) op);
            return "ok"; // It is not yet on the disk.
        });
        history.call(Op.get("x"), op -> disk.get(op.key()));
        history.mustBeLinearizable();
    }
}
