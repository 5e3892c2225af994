package org.jmill.examples.tutorial;

import static org.jmill.Mill.*;

import org.jmill.Coroutine;
import org.jmill.Mill;

/// Everybody ends in order.
public class Step4 {
    static void watch(String name) {
        try {
            while (true) {
                System.out.println(name + " looks");
                msleep(now() + 60_000);
            }
        } finally {
            System.out.println(name + " goes home");
        }
    }

    static void night() {
        Coroutine ann = go(() -> watch("Ann"));
        go(() -> watch("Bob"));
        ann.cancel();
        ann.join();
        System.out.println("main ends");
    }

    public static void main(String[] args) {
        Mill.run(Step4::night);
    }
}
