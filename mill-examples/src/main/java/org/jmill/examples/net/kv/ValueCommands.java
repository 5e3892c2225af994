package org.jmill.examples.net.kv;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Commands about values, which are strings of bytes, and those that count with them.
final class ValueCommands {
    private final Store store;
    private final int valueMax;

    ValueCommands(Store store, int valueMax) {
        this.store = store;
        this.valueMax = valueMax;
    }

    void addTo(Commands commands) {
        one(commands);
        several(commands);
        numbers(commands);
    }

    private void one(Commands commands) {
        commands.add("GET", 2, 2, (words, to) -> to.bulk(store.get(words.text(1))));
        commands.add("SETNX", 3, 3, (words, to) -> {
            boolean absent = store.get(words.text(1)) == null;
            if (absent) {
                store.set(words.text(1), words.bytes(2));
            }
            to.number(absent ? 1 : 0);
        });
        commands.add("APPEND", 3, 3, this::append);
        commands.add("STRLEN", 2, 2, (words, to) -> {
            byte[] value = store.get(words.text(1));
            to.number(value == null ? 0 : value.length);
        });
        commands.add("TYPE", 2, 2, (words, to) -> to.simple(store.get(words.text(1)) == null ? "none" : "string"));
    }

    private void append(Words words, Replies to) throws IOException {
        String key = words.text(1);
        byte[] more = words.bytes(2);
        byte[] old = store.get(key);
        int length = old == null ? 0 : old.length;
        if (more.length > valueMax - length) {
            throw new Refusal("ERR string exceeds maximum allowed size of " + valueMax + " bytes (see --bytes)");
        }
        store.require(store.growth(key, length + more.length)); // Before it is made.
        byte[] value = old == null ? more : Arrays.copyOf(old, length + more.length);
        System.arraycopy(more, 0, value, length, more.length);
        store.replace(key, value);
        to.number(value.length);
    }

    private void several(Commands commands) {
        commands.add("MGET", 2, -1, (words, to) -> {
            List<byte[]> values = new ArrayList<>(words.size() - 1);
            for (int i = 1; i < words.size(); i++) {
                values.add(store.get(words.text(i)));
            }
            to.array(values);
        });
        commands.add("MSET", 3, -1, this::setMany);
        commands.add("DEL", 2, -1, (words, to) -> {
            int removed = 0;
            for (int i = 1; i < words.size(); i++) {
                removed += store.remove(words.text(i)) ? 1 : 0;
            }
            to.number(removed);
        });
        commands.add("EXISTS", 2, -1, (words, to) -> {
            int found = 0;
            for (int i = 1; i < words.size(); i++) {
                found += store.get(words.text(i)) == null ? 0 : 1;
            }
            to.number(found);
        });
        commands.add("KEYS", 2, 2, (words, to) -> {
            Glob wanted = new Glob(words.bytes(1));
            to.names(store.keys().stream().filter(wanted::matches).toList());
        });
    }

    private void setMany(Words words, Replies to) throws IOException {
        if (words.size() % 2 == 0) {
            throw new Refusal(Commands.wrongNumber("mset"));
        }
        int count = words.size() / 2;
        String[] keys = new String[count];
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            keys[i] = words.text(2 * i + 1);
            bytes += keys[i].length() + words.bytes(2 * i + 2).length;
        }
        if (!store.hasRoomFor(count, bytes)) { // All of them are set, or none.
            requireRoomFor(keys, words);
        }
        for (int i = 0; i < count; i++) {
            store.set(keys[i], words.bytes(2 * i + 2));
        }
        to.ok();
    }

    private void requireRoomFor(String[] keys, Words words) {
        long growth = 0;
        for (int i = 0; i < keys.length; i++) {
            growth += Math.max(0, store.growth(keys[i], words.bytes(2 * i + 2).length));
        }
        store.require(growth);
    }

    private void numbers(Commands commands) {
        commands.add("INCR", 2, 2, (words, to) -> to.number(plus(words.text(1), 1)));
        commands.add("DECR", 2, 2, (words, to) -> to.number(plus(words.text(1), -1)));
        commands.add("INCRBY", 3, 3, (words, to) -> to.number(plus(words.text(1), words.number(2))));
        commands.add("DECRBY", 3, 3, (words, to) -> {
            long less = words.number(2);
            if (less == Long.MIN_VALUE) { // Its negative is no long.
                throw new Refusal("ERR decrement would overflow");
            }
            to.number(plus(words.text(1), -less));
        });
    }

    private long plus(String key, long more) {
        byte[] old = store.get(key);
        long value = old == null ? 0 : Words.number(old);
        if (more > 0 ? value > Long.MAX_VALUE - more : value < Long.MIN_VALUE - more) {
            throw new Refusal("ERR increment or decrement would overflow");
        }
        store.replace(key, Commands.bytes(Long.toString(value + more)));
        return value + more;
    }
}
