package org.jmill.test;

import java.nio.file.FileSystem;
import java.util.function.LongSupplier;
import org.jmill.test.disk.Disk;
import org.jmill.test.sim.Decider;

/// The disk of a node of a `Cluster`: what goes wrong with it, and what has happened to it.
///
/// A program finds its files where it always does, [MillFile][org.jmill.file.MillFile]'s verbs and
/// [World.files][org.jmill.world.World#files]; they begin with an empty directory `/work`, in which relative paths
/// are. **A crash of the node** takes what is not on the disk, as on a journaling file system (ext4 with its data in
/// order):
///
/// - *Bytes* are on the disk once their file was forced (`FileChannel.force`), or where it was opened with `SYNC` or
///   `DSYNC`; to close a file, or `mfflush`, is not enough. Of later writes and cuts a beginning survives, of each file
///   by itself, from none to all of them. The first write that does not survive may be [*torn*][#torn(double)].
/// - *Names* that were made, deleted, renamed or linked are kept in one order for the whole disk, and a beginning
///   survives. Forcing a file makes the last change of its name durable, forcing a directory (open it as a channel, to
///   read) the last change in it; and with that change all that were made before it.
/// - The one has no part in the other: a file that was written and then renamed over another, but not forced, may be
///   there under its new name and be empty. A rename is atomic.
/// - Attributes and permissions survive.
///
/// Channels that were open are closed for good. What survives is a decision of the run: by default nothing does.
///
/// A file that is never forced gets to the disk all the same when 1,024 changes or 16 MiB wait, the oldest first.
///
/// {@snippet file="org/jmill/test/snippets/Parts.java" region="disk"}
///
/// All methods are called on the mill's thread, before the node starts or while it runs. They do not suspend.
///
/// Source: none.
///
/// @since 0.1.0
public final class SimDisk {
    private final Disk disk;

    /// @param name the node's
    /// @param decider says what goes wrong and what a crash leaves
    /// @param nanos tells the time that files are given
    SimDisk(String name, Decider decider, LongSupplier nanos) {
        this.disk = new Disk(name, decider, nanos);
    }

    /// Limits the bytes of all files together. Who writes more is told "no space left on device", after a short write
    /// where a part fits.
    ///
    /// @param bytes how many; [Long#MAX_VALUE], as at the start: no limit
    /// @return this
    /// @throws IllegalArgumentException if it is negative
    public SimDisk full(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("full: number of bytes is negative: " + bytes);
        }
        disk.faults().capacity(bytes);
        return this;
    }

    /// Has reads, writes and forces fail, with "input/output error". A write that fails has written nothing. A force
    /// that fails *drops* what was to be forced, as Linux does: it can be read until the next crash, and is gone
    /// then, even if a second force has succeeded.
    ///
    /// @param probability how often, 0 (as at the start) to 1
    /// @return this
    /// @throws IllegalArgumentException if it is not between 0 and 1
    public SimDisk errors(double probability) {
        disk.faults().errors(checked("errors", probability));
        return this;
    }

    /// Has reads and writes do a part of what they could, at least a byte.
    ///
    /// @param probability how often, 0 (as at the start) to 1
    /// @return this
    /// @throws IllegalArgumentException if it is not between 0 and 1
    public SimDisk splits(double probability) {
        disk.faults().splits(checked("splits", probability));
        return this;
    }

    /// Has the first write of a file that a crash takes survive in part: its first bytes, at least one, not all.
    ///
    /// @param probability how often, 0 to 1; at the start 0.5
    /// @return this
    /// @throws IllegalArgumentException if it is not between 0 and 1
    public SimDisk torn(double probability) {
        disk.faults().torn(checked("torn", probability));
        return this;
    }

    /// Has writes survive a crash that takes earlier writes of the same file, as a kernel writes pages in any order.
    /// Where nothing was written, there is 0.
    ///
    /// @param probability how often, 0 (as at the start) to 1
    /// @return this
    /// @throws IllegalArgumentException if it is not between 0 and 1
    public SimDisk reordered(double probability) {
        disk.faults().reordered(checked("reordered", probability));
        return this;
    }

    private static double checked(String operation, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(operation + ": probability is not between 0 and 1: " + probability);
        }
        return probability;
    }

    /// Tells how many writes were made.
    ///
    /// @return those that did not fail
    public long writes() {
        return disk.counts().writes();
    }

    /// Tells how often a file or directory was forced.
    ///
    /// @return without those that failed, and without the writes of channels that force by themselves
    public long forced() {
        return disk.counts().forced();
    }

    /// Tells how many changes were lost: writes, cuts, and changes of names, in crashes and by forces that failed.
    ///
    /// @return how many; one that was torn is not among them
    public long lost() {
        return disk.counts().lost();
    }

    /// Tells how many writes were torn by crashes.
    ///
    /// @return how many
    public long torn() {
        return disk.counts().torn();
    }

    /// The files: the same before and after a crash.
    FileSystem files() {
        return disk.files();
    }

    /// Faults end. What is not forced is lost in a crash as before.
    void calm() {
        full(Long.MAX_VALUE).errors(0).splits(0);
    }

    /// Takes what is not on the disk, and lets nobody use it until [#restart].
    void crash() {
        disk.crash();
    }

    void restart() {
        disk.restart();
    }

    @Override
    public String toString() {
        return disk.toString();
    }
}
