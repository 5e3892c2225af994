package org.jmill.world;

import java.util.List;

/// A choose, as those see it who are told of events: the channels of its clauses.
///
/// `toString` lists them: `<1>,<2> jobs`.
///
/// @since 0.1.0
public interface ChoiceView {
    /// Lists them, those of clauses that are switched off among them.
    ///
    /// @return one for each clause, in the order of the clauses
    List<ChannelView> channels();
}
