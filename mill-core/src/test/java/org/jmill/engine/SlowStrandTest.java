package org.jmill.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jdk.internal.vm.Continuation;
import org.junit.jupiter.api.Test;

/// A compiled loop on top of interpreted frames: what of it goes to the heap and back.
class SlowStrandTest {
    private static final int TURNS = 1000;
    private static final int ATTEMPTS = 20;
    private static final int WARM_UPS = 100;
    private static final int BEFORE_A_LOOK = 200;

    private final StrandEngine engine = new ContinuationEngine();
    private Strand strand;
    private int partlyThawed;

    private void loop() {
        while (true) {
            engine.transfer(engine.main());
            if (RawContinuation.isPartlyThawed((Continuation) strand)) {
                partlyThawed++;
            }
        }
    }

    private void interpreted() {
        interpretedToo();
    }

    private void interpretedToo() {
        loop();
    }

    /// In how many of so many turns a part of the strand was left in the heap.
    private int partlyThawed(int turns) {
        partlyThawed = 0;
        for (int i = 0; i < turns; i++) {
            engine.transfer(strand);
        }
        return partlyThawed;
    }

    /// Whether there is a strand that is slow to switch now: that is up to the compiler.
    private boolean becomesSlow() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            for (int i = 0; i < WARM_UPS; i++) {
                strand = engine.strand(null, this::loop);
                partlyThawed(TURNS);
            }
            strand = engine.strand(null, this::interpreted);
            if (partlyThawed(BEFORE_A_LOOK) > BEFORE_A_LOOK / 2) {
                return true;
            }
        }
        return false;
    }

    @Test
    void theInterpretedFramesBeneathALoopSoonStayInTheHeap() {
        assumeTrue(RawContinuation.ALLOWED, "the package is not open in this JVM");
        assumeTrue(becomesSlow(), "the compiler has not inlined the switch into the loop");
        partlyThawed(TURNS);
        assertEquals(0, partlyThawed(TURNS));
    }
}
