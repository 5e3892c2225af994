package org.jmill.examples.raft;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.now;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jmill.Chan;
import org.jmill.DeadlineException;
import org.jmill.Received;
import org.jmill.Scope;
import org.jmill.examples.net.HostPort;
import org.jmill.examples.net.Input;
import org.jmill.examples.net.Server;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;

/// A node: the coroutines around the [Rules]. One owns rules and file, and all events come to it by a channel; each
/// [Link] to a peer has one, and each connection.
///
/// The order is always the same: take what has come, think, save, then speak.
final class Node {
    private static final int EVENTS_MAX = 256; // So many are saved by one write to the disk.
    private static final int CLIENT_MS = 5000; // So long a client waits for an answer,
    private static final int IDLE_MS = 600_000; // and so long a connection may be silent.

    private final String name;
    private final Path path;
    private final Timing timing;
    private final Flaw flaw;
    private final Witness witness;
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final Chan<Event> events = Chan.make(EVENTS_MAX);
    private Rules rules; // null: not yet.

    /// @param name where it listens, as its peers call it
    /// @param peers the others
    /// @param path its file
    Node(HostPort name, List<HostPort> peers, Path path) {
        this(name, peers, path, Timing.DEFAULT, Flaw.NONE, Witness.NOBODY);
    }

    /// For tests.
    Node(HostPort name, List<HostPort> peers, Path path, Timing timing, Flaw flaw, Witness witness) {
        this.name = name.toString();
        this.path = path;
        this.timing = timing;
        this.flaw = flaw;
        this.witness = witness;
        peers.forEach(peer -> links.put(peer.toString(), new Link(peer, timing)));
    }

    /// Runs it until the coroutine is cancelled.
    ///
    /// @throws IOException if the file fails: a node that cannot write must not answer
    void run(TcpListener listener, Server server) throws IOException {
        Durable durable = new Durable();
        try (LogFile file = LogFile.open(path, flaw, durable)) {
            rules = new Rules(name, List.copyOf(links.keySet()), durable, timing, flaw, witness);
            Scope.run(scope -> {
                scope.daemon("rules", () -> decide(durable, file));
                links.forEach((peer, link) -> scope.daemon("link to " + peer, () -> link.run(report(peer))));
                server.serve(listener, this::converse);
            });
        }
    }

    private Link.Answers report(String peer) {
        return (question, answer) -> events.send(new Event.Answer(peer, question, answer));
    }

    // ---- the owner of the rules

    private void decide(Durable durable, LogFile file) throws IOException {
        while (true) {
            await();
            for (int i = 0; i < EVENTS_MAX && events.tryReceive() instanceof Received.Value<Event>(Event event); i++) {
                take(event);
            }
            rules.wake();
            List<Change> changes = durable.takeUnsaved();
            if (!changes.isEmpty()) {
                file.write(changes);
            }
            rules.saved().forEach(Runnable::run);
            rules.questions().forEach((peer, question) -> links.get(peer).ask(question));
        }
    }

    /// Waits for an event, which it takes, or until the rules want to be woken.
    private void await() {
        long deadline = rules.deadline();
        choose().in(events, this::take)
                .deadline(deadline == Long.MAX_VALUE ? -1 : deadline)
                .end();
    }

    private void take(Event event) {
        switch (event) {
            case Event.Question question -> rules.ask(question.message(), question.answer()::trySend);
            case Event.Answer answer -> rules.answered(answer.peer(), answer.question(), answer.message());
            case Event.Command command -> rules.command(command.line(), command.answer()::trySend);
        }
    }

    // ---- connections

    private void converse(TcpSocket socket) throws IOException {
        Input input = new Input(socket, Message.LINE_MAX);
        try {
            String line;
            while ((line = input.line(now() + IDLE_MS)) != null) {
                byte[] answer = Message.isQuestion(line) ? answer(line, input) : say(line);
                socket.send(answer, answer.length, now() + IDLE_MS);
            }
            socket.flush(now() + IDLE_MS);
        } catch (ProtocolException e) {
            byte[] error = latin("error: " + e.getMessage());
            socket.send(error, error.length, now() + IDLE_MS);
        } catch (EOFException | DeadlineException e) {
            // The other one has gone in the middle of a message, or it was too much to do: it will ask again.
        }
    }

    /// What the rules say to a peer.
    private byte[] answer(String line, Input input) throws IOException {
        long deadline = now() + timing.answerMs();
        Chan<Message> answer = Chan.make(1);
        events.send(new Event.Question(Message.read(line, input, deadline), answer), deadline);
        return answer.receive(deadline).bytes();
    }

    private byte[] say(String line) {
        return latin(
                line.equals("status")
                        ? rules.toString()
                        : Table.isCommand(line) ? obey(line) : "error: put KEY VALUE, get KEY or status is expected");
    }

    private String obey(String line) {
        Chan<String> answer = Chan.make(1);
        long deadline = now() + CLIENT_MS;
        if (!events.send(new Event.Command(line, answer), deadline)) {
            return "error: busy; it was not done";
        }
        try {
            return answer.receive(deadline);
        } catch (DeadlineException e) {
            return "error: no majority has answered in time; it may be done or not";
        }
    }

    /// What it is, for people.
    @Override
    public String toString() {
        return rules == null ? "" : rules.toString();
    }

    private static byte[] latin(String text) {
        return (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
