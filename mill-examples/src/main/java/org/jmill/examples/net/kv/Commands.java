package org.jmill.examples.net.kv;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What clients can ask for, by name. Each command runs without a wait, and so is atomic.
final class Commands {
    /// A command.
    private interface Action {
        void run(Arguments words, Replies replies) throws IOException;
    }

    /// @param max how many words, the name included; -1: any number
    private record Command(int min, int max, Action action) {}

    /// What is wrong with a command; its message is the reply.
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message, null, false, false);
        }
    }

    /// The words of a request; keys are strings of bytes.
    private record Arguments(List<byte[]> words) {
        int size() {
            return words.size();
        }

        byte[] bytes(int i) {
            return words.get(i);
        }

        String text(int i) {
            return new String(words.get(i), StandardCharsets.ISO_8859_1);
        }

        String upper(int i) {
            return text(i).toUpperCase(Locale.ROOT);
        }

        long number(int i) {
            return Commands.number(words.get(i));
        }
    }

    private final Map<String, Command> commands = new HashMap<>();
    private final Store store;

    Commands(Store store) {
        this.store = store;
        aboutTheServer();
        aboutValues();
        aboutNumbers();
        aboutExpiry();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long number(byte[] text) {
        try {
            return Long.parseLong(new String(text, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            throw new Refusal("ERR value is not an integer or out of range");
        }
    }

    /// Does what a request says and writes the reply.
    void run(List<byte[]> request, Replies replies) throws IOException {
        Arguments words = new Arguments(request);
        Command command = commands.get(words.upper(0));
        if (command == null) {
            replies.error("ERR unknown command '" + words.text(0) + "'");
        } else if (words.size() < command.min() || command.max() >= 0 && words.size() > command.max()) {
            replies.error("ERR wrong number of arguments for '" + words.text(0).toLowerCase(Locale.ROOT) + "' command");
        } else {
            try {
                command.action().run(words, replies);
            } catch (Refusal e) {
                replies.error(e.getMessage());
            }
        }
    }

    private void add(String name, int min, int max, Action action) {
        commands.put(name, new Command(min, max, action));
    }

    private void aboutTheServer() {
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
            to.simple("OK");
        });
        add("DBSIZE", 1, 1, (words, to) -> to.number(store.size()));
        for (String name : List.of("FLUSHDB", "FLUSHALL")) {
            add(name, 1, 2, (words, to) -> {
                store.clear();
                to.simple("OK");
            });
        }
        add("INFO", 1, -1, (words, to) -> to.bulk(bytes("# Server\r\nredis_mode:standalone\r\n")));
        // What the tools ask before they begin.
        add("COMMAND", 1, -1, (words, to) -> to.array(List.of()));
        add("CONFIG", 3, 3, (words, to) -> {
            byte[] value = bytes(words.text(2).equals("appendonly") ? "no" : "");
            to.array(words.upper(1).equals("GET") ? List.of(words.bytes(2), value) : List.of());
        });
        add("CLIENT", 2, -1, (words, to) -> to.simple("OK"));
    }

    private void aboutValues() {
        add("GET", 2, 2, (words, to) -> to.bulk(store.get(words.text(1))));
        add("SET", 3, -1, this::set);
        add("SETNX", 3, 3, (words, to) -> {
            boolean absent = store.get(words.text(1)) == null;
            if (absent) {
                store.set(words.text(1), words.bytes(2));
            }
            to.number(absent ? 1 : 0);
        });
        add("MGET", 2, -1, (words, to) -> {
            List<byte[]> values = new ArrayList<>();
            for (int i = 1; i < words.size(); i++) {
                values.add(store.get(words.text(i)));
            }
            to.array(values);
        });
        add("MSET", 3, -1, (words, to) -> {
            if (words.size() % 2 == 0) {
                throw new Refusal("ERR wrong number of arguments for 'mset' command");
            }
            for (int i = 1; i < words.size(); i += 2) {
                store.set(words.text(i), words.bytes(i + 1));
            }
            to.simple("OK");
        });
        add("APPEND", 3, 3, (words, to) -> {
            byte[] old = store.get(words.text(1));
            byte[] value = bytes((old == null ? "" : new String(old, StandardCharsets.ISO_8859_1)) + words.text(2));
            store.replace(words.text(1), value);
            to.number(value.length);
        });
        add("STRLEN", 2, 2, (words, to) -> {
            byte[] value = store.get(words.text(1));
            to.number(value == null ? 0 : value.length);
        });
        add("DEL", 2, -1, (words, to) -> {
            int removed = 0;
            for (int i = 1; i < words.size(); i++) {
                removed += store.remove(words.text(i)) ? 1 : 0;
            }
            to.number(removed);
        });
        add("EXISTS", 2, -1, (words, to) -> {
            int found = 0;
            for (int i = 1; i < words.size(); i++) {
                found += store.get(words.text(i)) == null ? 0 : 1;
            }
            to.number(found);
        });
        add("TYPE", 2, 2, (words, to) -> to.simple(store.get(words.text(1)) == null ? "none" : "string"));
        add("KEYS", 2, 2, (words, to) -> {
            Pattern wanted = glob(words.text(1));
            to.array(store.keys().stream()
                    .filter(key -> wanted.matcher(key).matches())
                    .map(Commands::bytes)
                    .toList());
        });
    }

    /// `*` and `?` in a name.
    private static Pattern glob(String text) {
        StringBuilder regex = new StringBuilder();
        for (char c : text.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private void set(Arguments words, Replies to) throws IOException {
        String key = words.text(1);
        boolean exists = store.get(key) != null;
        boolean wanted = true;
        boolean keep = false;
        long ms = -1;
        for (int i = 3; i < words.size(); i++) {
            String option = words.upper(i);
            switch (option) {
                case "NX" -> wanted &= !exists;
                case "XX" -> wanted &= exists;
                case "KEEPTTL" -> keep = true;
                case "EX", "PX" -> {
                    if (++i == words.size()) {
                        throw new Refusal("ERR syntax error");
                    }
                    ms = positive("set", words.number(i), option.equals("EX"));
                }
                default -> throw new Refusal("ERR syntax error");
            }
        }
        if (!wanted) {
            to.bulk(null);
            return;
        }
        if (keep) {
            store.replace(key, words.bytes(2));
        } else {
            store.set(key, words.bytes(2));
        }
        if (ms > 0) {
            store.expire(key, ms);
        }
        to.simple("OK");
    }

    private static long positive(String name, long time, boolean seconds) {
        if (time <= 0 || time > Integer.MAX_VALUE * 1000L) {
            throw new Refusal("ERR invalid expire time in '" + name + "' command");
        }
        return seconds ? time * 1000 : time;
    }

    private void aboutNumbers() {
        add("INCR", 2, 2, (words, to) -> to.number(plus(words.text(1), 1)));
        add("DECR", 2, 2, (words, to) -> to.number(plus(words.text(1), -1)));
        add("INCRBY", 3, 3, (words, to) -> to.number(plus(words.text(1), words.number(2))));
        add("DECRBY", 3, 3, (words, to) -> to.number(plus(words.text(1), -words.number(2))));
    }

    private long plus(String key, long more) {
        byte[] old = store.get(key);
        try {
            long value = Math.addExact(old == null ? 0 : number(old), more);
            store.replace(key, bytes(Long.toString(value)));
            return value;
        } catch (ArithmeticException e) {
            throw new Refusal("ERR increment or decrement would overflow");
        }
    }

    private void aboutExpiry() {
        add("EXPIRE", 3, 3, (words, to) -> to.number(expire(words, 1000)));
        add("PEXPIRE", 3, 3, (words, to) -> to.number(expire(words, 1)));
        add("SETEX", 4, 4, (words, to) -> {
            long ms = positive("setex", words.number(2), true);
            store.set(words.text(1), words.bytes(3));
            store.expire(words.text(1), ms);
            to.simple("OK");
        });
        add("TTL", 2, 2, (words, to) -> {
            long ms = store.leftMs(words.text(1));
            to.number(ms < 0 ? ms : (ms + 500) / 1000);
        });
        add("PTTL", 2, 2, (words, to) -> to.number(store.leftMs(words.text(1))));
        add("PERSIST", 2, 2, (words, to) -> to.number(store.persist(words.text(1)) ? 1 : 0));
    }

    private int expire(Arguments words, int unitMs) {
        long most = Integer.MAX_VALUE * 1000L;
        long time = Math.clamp(words.number(2), -most, most);
        return store.expire(words.text(1), time * unitMs) ? 1 : 0;
    }
}
