package org.jmill.examples.raft;

/// Is told of what can be true once only, in all nodes together: for tests.
interface Witness {
    /// One that does not care.
    Witness NOBODY = new Witness() {};

    /// The node leads: nobody else may do so in that term, ever.
    default void leads(String node, long term) {}

    /// The node has written an entry into its log: for that index and that term there is no other, nor another term
    /// before it, ever.
    default void writes(String node, long index, long termBefore, Entry entry) {}

    /// The node has applied an entry: no other may be applied at that index, ever.
    default void applies(String node, long index, Entry entry) {}
}
