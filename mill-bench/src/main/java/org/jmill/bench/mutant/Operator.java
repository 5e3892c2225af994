package org.jmill.bench.mutant;

/// In which way a program is made wrong.
enum Operator {
    /// A channel, a topic or an inbox is not ended any more.
    DROP_DONE("a `chdone` is left out"),
    /// A channel has room for one less.
    SHRINK_BUFFER("a buffer is one smaller"),
    /// A channel has no room.
    NO_BUFFER("a buffer is away"),
    /// Two neighbours among the clauses of a choose have each other's channel.
    SWAP_CLAUSES("two clauses have each other's channel"),
    /// A clause is always on.
    DROP_WHEN("a `when` is left out"),
    /// A choose has one clause less.
    DROP_CLAUSE("a clause is left out"),
    /// Nothing is sent, though the program goes on as if it were.
    DROP_SEND("a send is left out"),
    /// It is sent twice.
    REPEAT_SEND("a send is done twice"),
    /// A value is not waited for.
    DROP_RECEIVE("a receive is left out"),
    /// Two channels are given to a method the wrong way round.
    SWAP_CHANNELS("two channels are passed the wrong way round"),
    /// A coroutine is not started.
    DROP_GO("a `go` is left out"),
    /// Nobody waits for the end of a coroutine.
    DROP_JOIN("a `join` is left out"),
    /// Nobody is cancelled.
    DROP_CANCEL("a `cancel` is left out"),
    /// A lock, a permit or a place in a count is not given back.
    DROP_RELEASE("an `unlock`, a `release` or a count down is left out");

    private final String title;

    Operator(String title) {
        this.title = title;
    }

    /// What is done, for a table.
    String title() {
        return title;
    }
}
