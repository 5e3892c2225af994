package org.jmill.examples.simulated;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Where servers print while a class of tests runs: what they say is thrown away, but for their own faults.
final class Console implements BeforeAllCallback, AfterAllCallback {
    private static final ByteArrayOutputStream ERRORS = new ByteArrayOutputStream();

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    Console() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(ERRORS, true, StandardCharsets.UTF_8));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.setOut(out);
        System.setErr(err);
    }

    /// Throws if a server has reported a fault of its own since it was last asked.
    static void mustBeWithoutFaults() {
        if (ERRORS.size() == 0) {
            return;
        }
        String text = ERRORS.toString(StandardCharsets.UTF_8);
        ERRORS.reset();
        if (text.contains("fault in ")) {
            throw new AssertionError("a server has said:\n" + text);
        }
    }
}
