package org.jmill.snippets;

import static org.jmill.Mill.*;

import org.jmill.Mill;
import org.jmill.ParkingLot;
import org.jmill.world.Verb;

/// A gate that opens once.
public final class ParkingLotSnippet {
    private ParkingLotSnippet() {}

    // @start region="example"
    static final class Gate {
        private final ParkingLot before = new ParkingLot(Verb.AWAIT, "gate");
        private boolean open;

        void pass() {
            before.enter();
            if (open) {
                before.completed();
            } else {
                before.park(null, -1);
            }
        }

        void open() {
            open = true;
            before.unparkAll();
        }
    }

    // @end

    public static void main(String[] args) {
        Mill.run(() -> {
            Gate gate = new Gate();
            go(() -> {
                gate.pass();
                System.out.println("through");
            });
            System.out.println("opens");
            gate.open();
            yieldNow();
        });
    }
}
