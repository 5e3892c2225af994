package org.jmill.examples.net.kv;

import static org.jmill.Mill.now;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/// Commands about values that expire, and SET, which can have them do so.
final class ExpiryCommands {
    /// What SET is told behind the value.
    private static final class Options {
        boolean absent; // NX
        boolean present; // XX
        boolean keep; // KEEPTTL
        int unitMs; // Of a time: 1000, 1; 0: none is given.
        int timeAt; // The word that says it.

        static Options of(Words words) {
            Options options = new Options();
            for (int i = 3; i < words.size(); i++) {
                i = options.take(words, i);
            }
            return options;
        }

        /// Takes an option; returns where its last word is.
        private int take(Words words, int i) {
            switch (words.upper(i)) {
                case "NX" -> absent = true;
                case "XX" -> present = true;
                case "KEEPTTL" -> keep = true;
                case "EX" -> takeTime(i + 1, 1000);
                case "PX" -> takeTime(i + 1, 1);
                default -> throw syntaxError();
            }
            boolean contradictory = absent && present || keep && unitMs > 0;
            if (contradictory || timeAt == words.size()) {
                throw syntaxError();
            }
            return Math.max(i, timeAt);
        }

        private void takeTime(int at, int unit) {
            if (unitMs != 0 && unitMs != unit) {
                throw syntaxError();
            }
            unitMs = unit;
            timeAt = at;
        }

        private static Refusal syntaxError() {
            return new Refusal("ERR syntax error");
        }
    }

    private final Store store;

    ExpiryCommands(Store store) {
        this.store = store;
    }

    void addTo(Commands commands) {
        commands.add("SET", 3, -1, this::set);
        commands.add("SETEX", 4, 4, (words, to) -> setUntil(words, 1000, to));
        commands.add("PSETEX", 4, 4, (words, to) -> setUntil(words, 1, to));
        commands.add("EXPIRE", 3, 3, (words, to) -> to.number(expire(words, 1000)));
        commands.add("PEXPIRE", 3, 3, (words, to) -> to.number(expire(words, 1)));
        commands.add("TTL", 2, 2, (words, to) -> {
            long ms = store.leftMs(words.text(1));
            to.number(ms < 0 ? ms : ms / 1000 + (ms % 1000 >= 500 ? 1 : 0));
        });
        commands.add("PTTL", 2, 2, (words, to) -> to.number(store.leftMs(words.text(1))));
        commands.add("PERSIST", 2, 2, (words, to) -> to.number(store.persist(words.text(1)) ? 1 : 0));
    }

    private void set(Words words, Replies to) throws IOException {
        String key = words.text(1);
        byte[] value = words.bytes(2);
        Options options = Options.of(words);
        long expiryMs = options.unitMs == 0 ? 0 : expiry(words, options.timeAt, options.unitMs, true);
        boolean exists = store.get(key) != null;
        if (options.absent && exists || options.present && !exists) {
            to.bulk(null);
            return;
        }
        if (options.unitMs != 0) {
            store.set(key, value, expiryMs);
        } else if (options.keep) {
            store.replace(key, value);
        } else {
            store.set(key, value);
        }
        to.ok();
    }

    private void setUntil(Words words, int unitMs, Replies to) throws IOException {
        store.set(words.text(1), words.bytes(3), expiry(words, 2, unitMs, true));
        to.ok();
    }

    private int expire(Words words, int unitMs) {
        return store.expire(words.text(1), expiry(words, 2, unitMs, false)) ? 1 : 0;
    }

    /// When so much time will have passed, which may be in the past.
    ///
    /// @throws Refusal if it is no number, or too large, or not positive where it must be
    private static long expiry(Words words, int at, int unitMs, boolean positive) {
        long time = words.number(at);
        // Redis's limit: the time that a clock on the wall would show must be a number of 64 bits.
        long most = Long.MAX_VALUE - Instant.now().toEpochMilli();
        boolean fits = time <= most / unitMs && time >= Long.MIN_VALUE / unitMs;
        if (!fits || positive && time <= 0) {
            String name = words.text(0).toLowerCase(Locale.ROOT);
            throw new Refusal("ERR invalid expire time in '" + name + "' command");
        }
        return now() + time * unitMs;
    }
}
