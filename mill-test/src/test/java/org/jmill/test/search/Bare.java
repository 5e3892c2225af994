package org.jmill.test.search;

import org.jmill.test.sim.Agenda;
import org.jmill.test.sim.Machines;
import org.jmill.test.sim.NoNetwork;
import org.jmill.test.sim.SimWorld;

/// Worlds with nothing but time.
final class Bare {
    static final Stage STAGE = (decider, limits, marks, observer) ->
            new SimWorld(new Agenda(), new Machines(), decider, NoNetwork.INSTANCE, limits, marks, observer);

    private Bare() {}
}
