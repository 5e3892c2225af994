package org.jmill.sched;

import org.jmill.engine.Strand;
import org.jmill.engine.StrandEngine;

/// An engine that, before each transfer, has [StrictCheck] look for a monitor that the running strand holds.
final class StrictEngine implements StrandEngine {
    private final StrandEngine engine;
    private final StrictCheck check;

    StrictEngine(StrandEngine engine, StrictCheck check) {
        this.engine = engine;
        this.check = check;
    }

    @Override
    public void run(Runnable main) {
        engine.run(main);
    }

    @Override
    public Strand strand(String name, Runnable body) {
        return engine.strand(name, body);
    }

    @Override
    public Strand main() {
        return engine.main();
    }

    /// @throws HeldMonitorException if the running strand holds a monitor; it is still the running one
    @Override
    public void transfer(Strand next) {
        String monitor = check.heldMonitor();
        if (monitor != null) {
            throw new HeldMonitorException(monitor);
        }
        engine.transfer(next);
    }

    @Override
    public void stay() {
        engine.stay();
    }

    @Override
    public void finish(Strand next) {
        engine.finish(next);
    }

    @Override
    public boolean idlesAtRoot() {
        return engine.idlesAtRoot();
    }

    @Override
    public boolean threadPerStrand() {
        return engine.threadPerStrand();
    }

    /// The message is the monitor, as [StrictCheck#heldMonitor] gives it.
    static final class HeldMonitorException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HeldMonitorException(String monitor) {
            super(monitor);
        }
    }
}
