package org.jmill.examples.raft;

import java.util.HashMap;
import java.util.Map;

/// The state machine: values by their keys. What it answers depends on the commands before, and on nothing else.
final class Table {
    /// The longest command, in bytes.
    static final int COMMAND_MAX = 8192;

    private final Map<String, String> values = new HashMap<>();

    /// Whether a line is a command.
    static boolean isCommand(String line) {
        String[] words = line.split(" ", 3);
        return line.length() <= COMMAND_MAX && isCommand(words);
    }

    private static boolean isCommand(String[] words) {
        return words.length == 3 && words[0].equals("put") && !words[1].isEmpty()
                || words.length == 2 && words[0].equals("get") && !words[1].isEmpty();
    }

    /// Does what a command says.
    ///
    /// @return the answer, a line
    String apply(String command) {
        String[] words = command.split(" ", 3);
        if (words[0].equals("put")) {
            values.put(words[1], words[2]);
            return "ok";
        }
        String value = values.get(words[1]);
        return value == null ? "none" : "value " + value;
    }
}
