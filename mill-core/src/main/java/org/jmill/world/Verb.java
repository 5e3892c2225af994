package org.jmill.world;

import org.jspecify.annotations.Nullable;

/// What a coroutine does, or waits for, in the words of a dump.
///
/// Source: libmill's names, where it has the verb.
///
/// @since 0.1.0
public enum Verb {
    /// Sends on a channel.
    SEND("chs"),
    /// Receives from a channel.
    RECEIVE("chr"),
    /// Waits for several channels at once.
    CHOOSE("choose"),
    /// Makes a channel.
    MAKE("chmake"),
    /// Ends a channel.
    DONE("chdone"),
    /// Ends a channel in failure.
    FAIL("fail"),
    /// Takes one more reference to a channel.
    DUP("chdup"),
    /// Drops a reference to a channel.
    CLOSE("chclose"),
    /// Lets the others have their turn.
    YIELD("yield"),
    /// Waits for a point of time.
    SLEEP("msleep"),
    /// Waits for a descriptor.
    DESCRIPTOR("fdwait"),
    /// Waits for the end of a coroutine.
    JOIN("join"),
    /// Waits for code that blocks.
    BLOCKING("blocking"),
    /// Waits for a signal from another thread.
    SIGNAL("await"),
    /// Waits for the one that it has resumed.
    RESUME("resume"),
    /// Waits for the end of a coroutine that it closes.
    END("close"),
    /// Waits, as main, until all others have ended.
    LAST("end"),
    /// Waits until the children of its scope have ended.
    SCOPE("scope"),
    /// Waits for a place in a scope that is full.
    PLACE("place"),
    /// Waits for permits.
    ACQUIRE("acquire"),
    /// Waits for a lock.
    LOCK("lock"),
    /// Waits for its share of a lock.
    READ("read"),
    /// Waits for a lock that others share.
    WRITE("write"),
    /// Waits until others have come so far.
    AWAIT("await"),
    /// Waits for its turn at a rate.
    TAKE("take"),
    /// Waits to hand a value to all who have subscribed.
    PUBLISH("publish"),
    /// Waits for the result of a call that it shares.
    CALL("call"),
    /// Cancels a coroutine, or all of a scope.
    CANCEL("cancel"),
    /// Gives permits back.
    RELEASE("release"),
    /// Gives a lock back.
    UNLOCK("unlock"),
    /// Says that something has happened, for good.
    SET("set"),
    /// Wakes those who wait for a condition.
    SIGNAL_TO("signal"),
    /// Changes how much is left to be done.
    COUNT("count");

    private final String text;

    Verb(String text) {
        this.text = text;
    }

    /// Gives the call as dumps and traces have it: `chs(<3>)`, `join({4})`, `msleep()`.
    ///
    /// @param object with what; a [Subject] is written by its label, a channel's name behind it; null for none
    /// @return the word, and the object in parentheses
    public String of(@Nullable Object object) {
        return text + "(" + written(object) + ")";
    }

    /// Gives the call as the beginning of a message: `chs <3>`, `msleep`.
    ///
    /// @param object as for [#of]
    /// @return the word, and the object behind it
    public String with(Object object) {
        String written = written(object);
        return written.isEmpty() ? text : text + " " + written;
    }

    private static String written(Object object) {
        return switch (object) {
            case null -> "";
            case ChannelView channel when !channel.name().isEmpty() -> channel.label() + " " + channel.name();
            case Subject subject -> subject.label();
            default -> object.toString();
        };
    }

    /// Gives the word that dumps, traces and messages have for it: `chs`.
    @Override
    public String toString() {
        return text;
    }
}
