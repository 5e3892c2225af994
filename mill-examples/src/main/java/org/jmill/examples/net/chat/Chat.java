package org.jmill.examples.net.chat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import org.jmill.examples.net.Limits;
import org.jmill.examples.net.Listen;
import org.jmill.examples.net.Outbox;
import org.jmill.examples.net.Server;
import org.jmill.net.TcpSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows a chat server: rooms, nicknames, and two coroutines a member, so that no one waits for another.
/// Run: ./jmill run chat [--queue LINES] [PORT], then nc localhost PORT, several times
/// Prints where it listens, and a line when somebody enters, leaves or is dropped.
@Command(
        description = "What a member types goes to all others in the room, through a queue each. Who reads"
                + " so slowly that the queue gets full is dropped.")
public final class Chat implements Example {
    private static final String HELP =
            "* /nick NAME, /join ROOM, /who, /rooms, /quit; anything else is said to the room";

    @Mixin
    private Listen listen;

    @Mixin
    private final Limits limits = new Limits(1000, 1 << 18, 3_600_000);

    @Option(
            names = "--queue",
            paramLabel = "LINES",
            defaultValue = "1000",
            converter = AtLeast.One.class,
            description = "how many lines a reader may be behind (of all, --bytes); ${DEFAULT-VALUE} unless given")
    private int queue;

    private final Server server = new Server(limits, "* there are too many here, come back later\n");
    private final Rooms rooms = new Rooms();
    private final Map<String, Member> members = new TreeMap<>();
    private int guests;
    private int lines;
    private int dropped;

    private String guest() {
        String name = "guest" + ++guests;
        return members.containsKey(name) ? guest() : name;
    }

    private void converse(TcpSocket socket, Scope scope) throws IOException {
        Member member = new Member(scope, socket, guest(), queue, limits);
        members.put(member.name, member);
        System.out.println(member.name + " enters from " + socket.addr().literal());
        try {
            tell(member, "* welcome, " + member.name + "\n" + HELP);
            join(member, "lobby");
            String line;
            while ((line = member.hear()) != null && obey(member, line)) {
                lines++;
            }
        } finally {
            leave(member);
            members.remove(member.name);
            System.out.println(member.name + " leaves");
            member.finish();
        }
    }

    /// Does what a line says; false if the member wants to go.
    private boolean obey(Member member, String line) {
        String[] words = line.split(" +", 2);
        String argument = words.length > 1 ? words[1].strip() : "";
        switch (words[0]) {
            case "" -> {}
            case "/nick" -> rename(member, argument);
            case "/join" -> join(member, argument);
            case "/who" -> tell(member, "* " + rooms.list(member.room));
            case "/rooms" ->
                rooms.names()
                        .forEach(room ->
                                tell(member, "* " + room + ": " + rooms.in(room).size()));
            case "/quit" -> {
                tell(member, "* goodbye, " + member.name);
                return false;
            }
            case String command when command.startsWith("/") -> tell(member, HELP);
            default -> say(member, member.name + ": " + line);
        }
        return true;
    }

    private void rename(Member member, String name) {
        if (!name.matches("[\\p{L}\\p{N}_-]{1,20}")) {
            tell(member, "* a name is 1 to 20 letters, digits, - and _");
        } else if (members.putIfAbsent(name, member) != null) {
            tell(member, "* " + name + " is taken");
        } else {
            members.remove(member.name);
            say(member, "* " + member.name + " is now " + name);
            member.name = name;
            tell(member, "* you are now " + name);
        }
    }

    private void join(Member member, String room) {
        if (!room.matches("[\\p{L}\\p{N}_-]{1,20}")) {
            tell(member, "* a room is 1 to 20 letters, digits, - and _");
            return;
        }
        leave(member);
        rooms.enter(member, room);
        say(member, "* " + member.name + " joins " + room);
        tell(member, "* you are in " + room + " with " + (rooms.in(room).size() - 1) + " others");
    }

    private void leave(Member member) {
        if (rooms.leave(member)) {
            say(member, "* " + member.name + " leaves " + member.room);
        }
    }

    /// Tells all others in the member's room.
    private void say(Member member, String text) {
        byte[] line = Outbox.line(text);
        for (Member other : rooms.in(member.room)) {
            if (other != member) {
                tell(other, line);
            }
        }
    }

    private void tell(Member member, String text) {
        tell(member, Outbox.line(text));
    }

    /// Drops the member if the queue is full.
    private void tell(Member member, byte[] line) {
        if (!member.gone && !member.tell(line)) {
            dropped++;
            member.drop();
            System.out.println(member.name + " is dropped: does not read");
        }
    }

    @Override
    public void main() throws IOException {
        server.serve(listen, socket -> Scope.run(scope -> converse(socket, scope)));
    }

    @Override
    public String soFar() {
        return server + ", " + lines + " lines, " + dropped + " dropped";
    }
}
