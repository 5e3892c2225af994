package org.jmill.choosing;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;

import org.jmill.Choose;

/// Makes a choose in a class in which none is ended.
final class KeptChoose {
    private KeptChoose() {}

    static void make() {
        Choose kept = choose().in(chmake(0));
        kept.toString();
    }
}
