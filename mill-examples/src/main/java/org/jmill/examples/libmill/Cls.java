package org.jmill.examples.libmill;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.cls;
import static org.jmill.Mill.go;
import static org.jmill.Mill.setcls;

import org.jmill.Chan;
import org.jmill.Mill;
import picocli.CommandLine.Command;

/// Shows coroutine-local storage: empty at the start, untouched by the others.
/// Run: ./jmill run cls
/// Prints what each of four coroutines finds in its own storage.
@Command(description = "Three coroutines and main each keep a value of their own with setcls.")
public final class Cls implements Twin {
    private static void local(int id, Chan<Integer> turn) {
        System.out.printf("%d starts with %s\n", id, cls() != null ? "something" : "nothing");
        setcls(id * 11);
        Mill.yield();
        System.out.printf("%d holds %d\n", id, cls());
        chs(turn, id);
        System.out.printf("%d still holds %d\n", id, cls());
    }

    @Override
    public void main() {
        Chan<Integer> turn = chmake(0);
        setcls(5);
        for (int i = 1; i <= 3; ++i) {
            int id = i;
            go(() -> local(id, turn));
        }
        for (int i = 1; i <= 3; ++i) {
            System.out.printf("turn %d\n", chr(turn));
        }
        Mill.yield();
        System.out.printf("main holds %d\n", cls());
    }
}
