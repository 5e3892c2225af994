package org.jmill.examples.go;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;

/// Shows contexts: a deadline that is handed down, and a cancellation that reaches all below.
/// Run: ./jmill run deadline
/// Prints how each of five workers ends, and why.
@Command(
        description = "A context is a channel that is done when the work is not wanted any more. That of"
                + " a child ends with its parent's, or earlier.")
public final class Deadline implements Example {
    private enum Reason {
        CANCELLED,
        DEADLINE
    }

    private static final class Context {
        private final Chan<Reason> ended = Chan.make(0);
        private final List<Context> children = new ArrayList<>();

        static Context root() {
            return new Context();
        }

        /// A context that ends with this one.
        Context child() {
            Context child = new Context();
            children.add(child);
            return child;
        }

        /// A context that ends with this one, at the latest when so much time has passed.
        Context withTimeout(int ms) {
            Context child = child();
            long deadline = now() + ms;
            go(() -> choose().in(child.ended)
                    .deadline(deadline, () -> child.end(Reason.DEADLINE))
                    .end());
            return child;
        }

        void end(Reason reason) {
            if (!ended.isDone()) {
                ended.done(reason);
                children.forEach(child -> child.end(reason));
            }
        }
    }

    private static Coroutine work(String name, Context context, int neededMs) {
        return go(name, () -> {
            long ready = now() + neededMs;
            choose().in(context.ended, reason -> System.out.println(name + ": " + reason))
                    .deadline(ready, () -> System.out.println(name + ": finished"))
                    .end();
        });
    }

    @Override
    public void main() {
        Context request = Context.root();
        Context query = request.withTimeout(300);
        Context subquery = query.withTimeout(60_000);
        List<Coroutine> workers = List.of(
                work("quick work in the query", query, 1),
                work("slow work in the query", query, 60_000),
                work("slow work below the query", subquery, 60_000),
                work("slow work in the request", request.child(), 60_000),
                work("more work in the request", request, 60_000));
        workers.subList(0, 3).forEach(Coroutine::join);
        System.out.println("cancelling the request");
        request.end(Reason.CANCELLED);
        workers.forEach(Coroutine::join);
    }
}
