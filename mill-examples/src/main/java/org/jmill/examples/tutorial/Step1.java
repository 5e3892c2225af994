package org.jmill.examples.tutorial;

import static org.jmill.Mill.*;

import org.jmill.Coroutine;
import org.jmill.Mill;

/// Two coroutines that take turns.
public class Step1 {
    static void greet(String name) {
        System.out.println("hello, " + name);
        yieldNow(); // Somebody else's turn.
        System.out.println("goodbye, " + name);
    }

    static void hello() {
        Coroutine ann = go(() -> greet("Ann"));
        Coroutine bob = go(() -> greet("Bob"));
        ann.join();
        bob.join();
    }

    public static void main(String[] args) {
        Mill.run(Step1::hello);
    }
}
