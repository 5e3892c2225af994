package org.jmill.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jmill.bench.program.Scenario;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every program of the peers that need a preview of the JDK, in small, each in a JVM of its own. On a JDK whose
/// preview is another one they are absent.
@Tag("slow")
class PreviewPeersTest {
    private static final int PREVIEW_OF = 25;

    @ParameterizedTest
    @ValueSource(strings = {"jox-scopes", "jdk-scopes"})
    void runsEachProgram(String id) throws Exception {
        assumeTrue(Runtime.version().feature() == PREVIEW_OF);
        Rival rival = new Rivals(Rivals.home(), new PrintWriter(Writer.nullWriter()))
                .all().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
        assertNull(rival.absence());
        List<String> operations = new ArrayList<>();
        for (Scenario program : rival.programs()) {
            try (RivalProcess process = new RivalProcess(rival.launch().command(program, 30, 1))) {
                assertNull(process.end(), program.label());
                operations.add(process.said().getFirst().replaceAll(" ops.*", ""));
            }
        }
        assertEquals(
                List.of("scope-1: 30", "scope-fork10: 30", "scope-race3: 30", "scope-within: 30"),
                operations.stream().sorted().toList());
    }
}
