package org.jmill.bench.searchers;

import org.jetbrains.lincheck.Lincheck;

/// Lincheck's model checking of arbitrary code.
final class LincheckSearcher implements SearcherPeer.Searcher {
    @Override
    public void search(Runnable program, int schedules) {
        Lincheck.runConcurrentTest(schedules, program);
    }

    @Override
    public boolean setsBack() {
        return true;
    }
}
