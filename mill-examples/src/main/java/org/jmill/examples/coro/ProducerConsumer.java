package org.jmill.examples.coro;

import org.jmill.Coro;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;

/// Shows Lua's producer and consumer: the consumer resumes the producer whenever it wants a value.
/// Run: ./jmill run producer-consumer
/// Prints the values 1 to 5 as they are made and used, and that the producer is dead then.
@Command(
        description = "The producer yields 1 to 5. Nobody waits in a queue: each value is made when the"
                + " consumer asks for it.")
public final class ProducerConsumer implements Example {
    private static Integer produce(Coro<Void, Integer> self) {
        for (int i = 1; i <= 5; i++) {
            System.out.println("produced " + i);
            self.yield(i);
        }
        return null;
    }

    private static void consume(Coro<Void, Integer> producer) {
        for (Integer value = producer.resume(null); value != null; value = producer.resume(null)) {
            System.out.println("consumed " + value);
        }
    }

    @Override
    public void main() {
        Coro<Void, Integer> producer = Coro.create((self, first) -> produce(self));
        consume(producer);
        System.out.println("producer is " + producer.status());
    }
}
