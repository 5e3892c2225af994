package com.example.cookbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class SquaresTest {
    @Test
    void kotlinRunsAPipeline() {
        PrintStream standard = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true));
        try {
            SquaresKt.printSquares(3);
        } finally {
            System.setOut(standard);
        }
        assertEquals("1\n4\n9\n", printed.toString());
    }

    @Test
    void kotlinGathersResults() {
        assertEquals(14, SquaresKt.sumOfSquares(3));
    }
}
