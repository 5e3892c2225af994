package org.jmill.examples.go;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jmill.Engine;
import org.jmill.Scope;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;

/// Shows the VIRTUAL engine: ordinary blocking Java code suspends only its coroutine.
/// Run: ./jmill run blocking-java
/// Prints, in this order, what a sleeper, a taker and a third coroutine do.
@Command(
        description = "Thread.sleep and BlockingQueue.take block nobody else here, and still only one"
                + " coroutine runs at a time. Always runs on the VIRTUAL engine.")
public final class BlockingJava implements Example {
    @Override
    public Engine engine() {
        return Engine.VIRTUAL;
    }

    @Override
    public void main() {
        BlockingQueue<String> queue = new ArrayBlockingQueue<>(1);
        Scope.run(scope -> {
            scope.go(() -> {
                System.out.println("taker waits for the queue");
                System.out.println("taker got " + queue.take());
            });
            scope.go(() -> {
                System.out.println("sleeper goes to sleep");
                Thread.sleep(50);
                System.out.println("sleeper wakes, and fills the queue");
                queue.put("a letter");
            });
            scope.go(() -> System.out.println("meanwhile somebody else runs"));
        });
    }
}
