package org.jmill.world;

/// A channel, as those see it who are told of events: how full it is just now.
///
/// Source: none.
///
/// @since 0.1.0
public interface ChannelView extends Subject {
    /// Counts the values that lie in it.
    ///
    /// @return 0 to [#capacity]
    int size();

    /// Tells how many values it holds without a receiver.
    ///
    /// @return the number it was made with
    int capacity();

    /// Tells whether nothing more can be sent.
    ///
    /// @return whether it is done
    boolean isDone();
}
