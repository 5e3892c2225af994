package org.jmill.examples.coro;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jmill.Generator;
import org.jmill.Mill;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows a recursive generator: the code hands out a value in the middle of its recursion.
/// Run: ./jmill run permutations [WORD]
/// Prints all orders of the letters of WORD, a line each.
@Command(description = "The loop that prints asks for one permutation at a time.")
public final class Permutations implements Example {
    @Parameters(
            paramLabel = "WORD",
            arity = "0..1",
            defaultValue = "abc",
            description = "the letters; ${DEFAULT-VALUE} unless given")
    private String word;

    private long printed;

    /// Puts each letter from the nth on in the nth place, and permutes what follows.
    private static void permute(int[] letters, int n, Generator.Out<String> out) {
        if (n >= letters.length - 1) {
            out.yield(IntStream.of(letters).mapToObj(Character::toString).collect(Collectors.joining()));
            return;
        }
        for (int i = n; i < letters.length; i++) {
            swap(letters, n, i);
            permute(letters, n + 1, out);
            swap(letters, n, i);
        }
    }

    private static void swap(int[] letters, int a, int b) {
        int letter = letters[a];
        letters[a] = letters[b];
        letters[b] = letter;
    }

    @Override
    public void main() {
        int[] letters = word.codePoints().toArray();
        for (String permutation : Generator.<String>create(out -> permute(letters, 0, out))) {
            System.out.println(permutation);
            printed++;
            Mill.yield(); // Resuming alone lets nobody else run, Ctrl-C included.
        }
    }

    @Override
    public String soFar() {
        return printed + " permutations printed";
    }
}
