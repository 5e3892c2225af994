package org.jmill.examples.net.kv;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What clients can ask for, by name. Each command runs without a wait until it replies, and so is
/// atomic.
final class Commands {
    /// A command.
    interface Action {
        /// Does it.
        ///
        /// @throws Refusal whose message is the reply
        void run(Words words, Replies replies) throws IOException;
    }

    /// @param max how many words, the name included; -1: any number
    private record Command(int min, int max, Action action) {}

    private final Map<String, Command> commands = new HashMap<>();
    private final Store store;

    /// @param valueMax how many bytes a value may have
    Commands(Store store, int valueMax) {
        this.store = store;
        aboutTheServer();
        aboutTheConnection();
        new ValueCommands(store, valueMax).addTo(this);
        new ExpiryCommands(store).addTo(this);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Does what a request says and writes the reply.
    void run(Words words, Replies replies) throws IOException {
        Command command = commands.get(words.upper(0));
        if (command == null) {
            replies.error("ERR unknown command '" + words.text(0) + "'");
        } else if (words.size() < command.min() || command.max() >= 0 && words.size() > command.max()) {
            replies.error(wrongNumber(words.text(0)));
        } else {
            try {
                command.action().run(words, replies);
            } catch (Refusal e) {
                replies.error(e.getMessage());
            }
        }
    }

    static String wrongNumber(String name) {
        return "ERR wrong number of arguments for '" + name.toLowerCase(Locale.ROOT) + "' command";
    }

    /// @param min how many words, the name included
    /// @param max -1: any number
    void add(String name, int min, int max, Action action) {
        commands.put(name, new Command(min, max, action));
    }

    private void aboutTheServer() {
        add("DBSIZE", 1, 1, (words, to) -> to.number(store.size()));
        for (String name : List.of("FLUSHDB", "FLUSHALL")) {
            add(name, 1, 2, (words, to) -> {
                store.clear();
                to.ok();
            });
        }
        add("INFO", 1, -1, (words, to) -> to.bulk(bytes("# Server\r\nredis_mode:standalone\r\n")));
        // What the tools ask before they begin.
        add("COMMAND", 1, -1, (words, to) -> to.array(List.of()));
        add("CONFIG", 3, 3, (words, to) -> {
            byte[] value = bytes(words.text(2).equals("appendonly") ? "no" : "");
            to.array(words.upper(1).equals("GET") ? List.of(words.bytes(2), value) : List.of());
        });
        add("CLIENT", 2, -1, (words, to) -> to.ok());
    }

    private void aboutTheConnection() {
        add("PING", 1, 2, (words, to) -> {
            if (words.size() == 2) {
                to.bulk(words.bytes(1));
            } else {
                to.simple("PONG");
            }
        });
        add("ECHO", 2, 2, (words, to) -> to.bulk(words.bytes(1)));
        add("SELECT", 2, 2, (words, to) -> {
            if (words.number(1) != 0) {
                throw new Refusal("ERR DB index is out of range");
            }
            to.ok();
        });
        add("QUIT", 1, -1, (words, to) -> {
            to.ok();
            to.end();
        });
        // Words of HTTP: somebody's browser was sent here, to have the lines of a form run as commands.
        for (String name : List.of("POST", "HOST:")) {
            add(name, 1, -1, (words, to) -> to.end());
        }
    }
}
