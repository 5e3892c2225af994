package org.jmill.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jmill.bench.program.Program;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Sample;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every program of every peer in a JVM, in small.
class JavaPeerTest {
    static List<Arguments> everything() {
        List<Arguments> all = new ArrayList<>();
        for (JavaPeer peer : JavaPeer.values()) {
            if (peer.needsPreview()) {
                continue; // See PreviewPeersTest.
            }
            peer.programs().forEach((name, program) -> all.add(Arguments.of(peer, name, program)));
        }
        return all;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everything")
    @Timeout(60)
    void doesAsMuchAsJmill(JavaPeer peer, Programs name, Program program) throws Exception {
        for (long count : new long[] {2, 250}) {
            Sample sample = program.run(count);
            long expected =
                    switch (name) {
                        case CHAN -> 2 * count;
                        case PARK -> 3 * count;
                        default -> count;
                    };
            assertEquals(expected, sample.operations(), "count " + count);
            assertTrue(sample.nanos() > 0, "nanos " + sample.nanos());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KOTLIN", "JOX", "JDK"})
    void hasTheMessagePrograms(JavaPeer peer) {
        Map<Programs, Program> programs = peer.programs();
        for (Programs name : List.of(
                Programs.CHAN, Programs.CHS, Programs.CHR, Programs.STREAM, Programs.BUFFERED, Programs.WHISPERS)) {
            assertTrue(programs.containsKey(name), peer + " " + name);
        }
    }
}
