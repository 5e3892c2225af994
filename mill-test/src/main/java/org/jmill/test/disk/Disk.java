package org.jmill.test.disk;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jmill.test.sim.Decider;

/// The disk of a node. Its files begin as Jimfs's do: with an empty directory `/work`, in which relative paths are.
///
/// **What a crash leaves** is what ext4 may leave with its data in order, and what a program may count on:
///
/// - Bytes are on the disk once their file has been forced, or were written to a channel that was opened with `SYNC`
///   or `DSYNC`. Of the later writes and cuts to a file a beginning survives, as drawn; the first that does not may be
///   *torn*: its own first bytes do. Others may overtake it, if that was asked for.
/// - Names (made, deleted, renamed, linked) are noted in one list for the whole disk, and a beginning of it survives.
///   What a force has to do with is on the disk, with all that was done to names before: that of a file ends with the
///   last change of its name, that of a directory (a channel opened to read it) with the last change in it.
/// - One has no part in the other: a new name may survive without its bytes. Each change of names is atomic.
/// - Attributes, permissions and times, survive.
///
/// **A force that fails** drops what was to be forced, as Linux does: it can still be read, is gone after the next
/// crash, and a second force succeeds without it. Names wait for the next.
public final class Disk {
    private enum Power {
        ON,
        OFF
    }

    private final String name;
    private final Faults faults;
    private final Counts counts = new Counts();
    private final Journal journal = new Journal();
    private final Contents contents;
    private final Names names;
    private final DiskFileSystem files;
    private final Set<FileChannel> open = new LinkedHashSet<>();
    private Power power = Power.ON;

    /// @param name its node's
    /// @param decider says what goes wrong and what a crash leaves
    /// @param nanos tells the time that files are given
    public Disk(String name, Decider decider, LongSupplier nanos) {
        this.name = name;
        this.faults = new Faults(decider);
        this.contents = new Contents(faults);
        FileSystem jimfs = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .setFileTimeSource(() -> FileTime.from(nanos.getAsLong(), TimeUnit.NANOSECONDS))
                .build());
        try {
            this.names = new Names(jimfs, contents, journal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.files = new DiskFileSystem(this, jimfs);
    }

    /// Gives its files: the same before and after a crash.
    public FileSystem files() {
        return files;
    }

    /// Gives what goes wrong with it.
    public Faults faults() {
        return faults;
    }

    /// Gives what has happened to it.
    public Counts counts() {
        return counts;
    }

    /// Takes what was not forced, as far as it is drawn, and closes all channels. Until [#restart] nothing can be done
    /// with its files.
    public void crash() {
        power = Power.OFF;
        try {
            for (FileChannel channel : new ArrayList<>(open)) {
                channel.close();
            }
            journal.crash(faults, counts);
            contents.crash(counts);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Jimfs has no reason to refuse.
        }
    }

    /// Lets its files be used again.
    public void restart() {
        power = Power.ON;
    }

    boolean isOn() {
        return power == Power.ON;
    }

    String name() {
        return name;
    }

    /// @throws IOException if it is off
    void use() throws IOException {
        if (power == Power.OFF) {
            throw new IOException("the disk of " + name + " is off: its node has crashed");
        }
    }

    Contents contents() {
        return contents;
    }

    Names names() {
        return names;
    }

    void opened(FileChannel channel) {
        open.add(channel);
    }

    void closed(FileChannel channel) {
        open.remove(channel);
    }

    /// What a program asks for: a force that may fail.
    ///
    /// @param content null for a directory
    void force(Object key, Content content) throws IOException {
        use();
        try {
            faults.strike("force fails");
        } catch (IOException e) {
            counts.lost += content == null ? 0 : content.drop();
            throw e;
        }
        settle(key, content);
        counts.forced++;
    }

    /// Puts everything about a file on the disk.
    void settle(Object key, Content content) throws IOException {
        if (content != null) {
            content.force();
        }
        journal.force(key);
    }

    void wrote() {
        counts.writes++;
    }

    @Override
    public String toString() {
        return "disk of " + name;
    }
}
