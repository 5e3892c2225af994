/// A disk in memory that crashes.
///
/// **What this room is for.** A program's files in a test: as on a journaling file system, a crash takes what was not
/// forced, and now and then a write is short, fails, or finds the disk full.
///
/// **What is in it.** `Disk`, one node's; `DiskFileSystem`, `DiskProvider`, `DiskPath`, `DiskStore`, which are what
/// `java.nio.file` sees of it, over Jimfs; `DiskChannel`, `DirectoryChannel`, `Opening`; `Contents` and `Content`, the
/// bytes of files; `Names` and `Journal`, the names of files; `Faults`, what goes wrong; `Counts`.
///
/// **Who may come in.** `org.jmill.test`, to which `Disk` and its `Faults` and `Counts` are public. It knows `sim`,
/// and of that `Decider` alone.
///
/// **Rules.** All is called on one thread at a time, and nothing waits. Bytes have two copies: what is read (in
/// Jimfs), and what a crash leaves (`Image`). Names have one, and a list of how to take the last changes back.
/// Whatever may go either way is asked of the `Decider`, in an order that is the same in each run; where a
/// probability is 0 nothing is asked.
///
/// **Not here.** How long a disk takes: that is for who runs the code (`sim`). Watching directories, mapping files into
/// memory, asynchronous channels: these bring threads and pages of their own.
package org.jmill.test.disk;
