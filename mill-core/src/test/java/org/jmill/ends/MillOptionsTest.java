package org.jmill.ends;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jmill.Engine;
import org.jmill.MillOptions;
import org.jmill.Order;
import org.junit.jupiter.api.Test;

/// What options say of themselves.
class MillOptionsTest {
    @Test
    void inWordsTheyAreTheNameTheEngineTheOrderAndWhatElseWasAskedFor() {
        MillOptions plain = MillOptions.defaults().strict(false);
        assertEquals("mill: engine as -Djmill.engine says, order DIRECT", plain.toString());
        MillOptions server = plain.name("server").engine(Engine.AUTO);
        assertEquals("server: engine AUTO, order DIRECT", server.toString());
        MillOptions all =
                server.engine(Engine.PORTABLE).order(Order.LIBMILL).seed(7).strict(true);
        assertEquals("server: engine PORTABLE, order LIBMILL, seed 7, strict", all.toString());
    }
}
