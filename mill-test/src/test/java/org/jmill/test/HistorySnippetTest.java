package org.jmill.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jmill.test.snippets.HistorySnippet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// The examples of histories find what is planted in them.
@ResourceLock(Resources.SYSTEM_OUT)
class HistorySnippetTest {
    @Test
    void examplesPrintWhatTheySay() {
        PrintStream stdout = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            HistorySnippet.main(new String[0]);
        } finally {
            System.setOut(stdout);
        }
        assertEquals("""
            mustBeLinearizable key x: no place for get(x) -> null of {0} main, steps 3 to 4; it can only give 1
              place  who       call             steps
                  1  {0} main  put(x, 1) -> ok  1 to 2  []
                  ?  {0} main  get(x) -> null   3 to 4    []
            The state after place 1 is 1.
            mustBeLinearizable: no place for take() -> b of {0} main, steps 5 to 6; it can only give a
              place  who       call          steps
                  1  {0} main  put(a) -> ok  1 to 2  []
                  2  {0} main  put(b) -> ok  3 to 4    []
                  ?  {0} main  take() -> b   5 to 6      []
            The state after place 2 is [a, b].
            mustBeLinearizable: no place for add(1) -> 1 of {2} b, steps 2 to 4; it can only give 2, \
            unless a call that returned earlier has no place
              place  who    call         steps
                  1  {1} a  add(1) -> 1  1 to 3  [-]
                  ?  {2} b  add(1) -> 1  2 to 4   [-]
            The state after place 1 is 1.
            mustBeLinearizable: no place for lock -> true of {0} main, steps 3 to 4; it can only give false
              place  who       call          steps
                  1  {0} main  lock -> true  1 to 2  []
                  ?  {0} main  lock -> true  3 to 4    []
            The state after place 1 is true.
            """, printed.toString(StandardCharsets.UTF_8).replace("\r", ""));
    }
}
