package org.jmill.examples.raft;

import org.jmill.Chan;

/// What comes to a node.
sealed interface Event {
    /// A peer asks.
    ///
    /// @param answer takes the answer, for which it has room
    record Question(Message message, Chan<Message> answer) implements Event {}

    /// A peer has answered.
    ///
    /// @param message the answer; null: there was none in time
    record Answer(String peer, Message question, Message message) implements Event {}

    /// A client wants something.
    ///
    /// @param answer takes the answer, for which it has room
    record Command(String line, Chan<String> answer) implements Event {}
}
