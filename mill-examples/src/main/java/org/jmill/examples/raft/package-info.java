/// Raft: nodes that agree on a log, and on what it makes of a table of keys and values, as long as a majority is there.
///
/// **What this room is for.** A program whose faults show only when messages, disks and nodes fail in a certain order:
/// what simulation is for. It is short enough to be read beside the paper (Ongaro and Ousterhout, "In Search of an
/// Understandable Consensus Algorithm", 2014).
///
/// **What is in it.** The program [Raft][org.jmill.examples.raft.Raft]. `Rules`, the algorithm, which waits for
/// nothing; `Peer`, what it knows of another node. `Durable`, what a node must not forget, as a list of `Change`s, and
/// `LogFile`, where they stand. `Message`, what nodes say, in lines; `Machine` and `Table`, what clients see. `Node`,
/// the coroutines around all this, and `Link`, the way to a peer. `Flaw` and `Witness` are for tests.
///
/// **Who may come in.** The catalogue of `org.jmill.examples`.
///
/// **Rules.** One coroutine owns the rules and the file; whoever wants something sends it an `Event`. It takes what has
/// come, thinks, saves, and only then speaks: no answer and no question leaves a node before what it rests on is on
/// the disk. A read goes through the log, as a write does: it is as late as its answer says. A leader begins with no
/// entry of its own: so what an earlier one left behind becomes final with the next command. Whatever goes wrong on
/// the way to a peer ends that connection, and the question is asked again. What fails on the disk ends the node.
///
/// **The file** begins with sixteen bytes that say what it is. A record is the length of its body (4 bytes), a CRC-32C
/// (4 bytes) over the sum of the record before, the length and the body, and the body: `B`, term, 0, who has the vote;
/// or `W`, index, term, command. Numbers have 8 bytes, most significant first. Reading ends at the first record that is
/// not whole; what is good is then written once more, and writing goes on behind it.
///
/// **Not here.** Snapshots, so that log and file only grow; nodes that come and go; sessions, so that a client that
/// asks again has its command done twice; a vote before the vote; secrecy, and any defence against a peer that lies.
package org.jmill.examples.raft;
