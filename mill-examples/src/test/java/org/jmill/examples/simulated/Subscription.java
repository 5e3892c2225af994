package org.jmill.examples.simulated;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.IOException;
import org.jmill.test.Check;

/// What a subscriber of the broker does on one connection. It has a topic of its own, on which it tells itself that it
/// has come, and that it is over; so it knows what the broker has read before.
final class Subscription {
    private static final int AGAIN_MS = 5_000;

    private final LineClient client;
    private final String own;
    private final Ledger ledger;
    private boolean isIn;
    private boolean isOver;
    private int told; // Lines on its own topic: they may be missed as well.
    private int missed;

    Subscription(LineClient client, String own, Ledger ledger) {
        this.client = client;
        this.own = own;
        this.ledger = ledger;
    }

    String own() {
        return own;
    }

    /// How many lines the broker has said were missed.
    int missed() {
        return missed;
    }

    /// Tells itself that it has come, until it hears that, and at the end that it is over.
    void control(long overMs) throws IOException {
        while (!isIn) {
            tell("in");
            msleep(now() + AGAIN_MS);
        }
        msleep(overMs);
        while (!isOver) {
            tell("over");
            msleep(now() + AGAIN_MS);
        }
    }

    private void tell(String what) throws IOException {
        client.say("pub " + own + " " + what);
        told++;
    }

    /// Hears a line.
    ///
    /// @return false if it is over
    boolean hearOne() throws IOException {
        String line = client.hear();
        if (line.equals(own + " in")) {
            if (!isIn) {
                isIn = true;
                ledger.isIn(null);
            }
        } else if (line.equals(own + " over")) {
            isOver = true;
        } else if (line.startsWith("missed ")) {
            missed += Integer.parseInt(line.substring("missed ".length()));
        } else {
            Check.always(line.startsWith(BrokerStory.TOPIC + " "), "a line is of a topic that was asked for: " + line);
            ledger.heard(line.substring(BrokerStory.TOPIC.length() + 1));
        }
        return !isOver;
    }

    /// At the end: what was not heard was said to be missing, and no more.
    void mustBeAccountedFor() {
        int missing = ledger.missing(true);
        Check.always(missed >= missing, "who misses lines is told how many: " + missing + " are, not " + missed);
        int most = missing + ledger.perhapsMissing() + told;
        Check.always(missed <= most, "no more are said to be missing than are: " + missed + ", not " + most);
    }
}
