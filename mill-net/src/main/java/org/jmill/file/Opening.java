package org.jmill.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jmill.BlockingOperation;
import org.jmill.CancelledException;
import org.jmill.Mill;
import org.jmill.world.Workers;
import org.jmill.world.World;
import org.jspecify.annotations.Nullable;

/// The opening of a FIFO or device, which may take for ever: that of a FIFO until somebody opens its other end.
///
/// The system has no way to end such a call, and whoever comes to the other end, believing that somebody reads, would
/// write to nobody. So when the coroutine is cancelled that wanted it, both ends are opened, which never waits, until
/// the call has returned. Others who wait in the same call return as well: those of this process call again, and keep
/// open meanwhile what they have, so that nothing is lost that a peer writes; those of other processes believe that
/// somebody has come and gone.
final class Opening {
    // QUEUED -> OPENING    a worker has begun
    // OPENING -> OVER      it is open, or cannot be: the result is the caller's
    // QUEUED -> GIVEN_UP   the caller is cancelled: it is never begun
    // OPENING -> GIVEN_UP  the caller is cancelled: the result is the worker's
    private enum State {
        QUEUED,
        OPENING,
        OVER,
        GIVEN_UP
    }

    private static final long GIVE_UP_MS = 1_000; // It takes 1, unless the FIFO was replaced by another meanwhile.
    private static final int FILE_TYPE = 0170000; // Of stat(2), as `unix:mode` tells it.
    private static final int FIFO = 0010000;

    private static final Object LOCK = new Object();

    /// Those of FIFOs whose call was made. Guarded by LOCK.
    private static final Set<Opening> UNDER_WAY = new HashSet<>();

    /// For whom both ends are open. Guarded by LOCK; null = nobody.
    private static Opening released;

    private final World world;
    private final Path path;
    private final BlockingOperation<FileHandle, IOException> call;
    private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
    private final CountDownLatch over = new CountDownLatch(1);
    private Object fileKey; // Set by the worker before it is under way.
    private volatile boolean disturbed; // By the release of another one, since the call was made.

    private Opening(World world, Path path, BlockingOperation<FileHandle, IOException> call) {
        this.world = world;
        this.path = path;
        this.call = call;
    }

    /// Opens a file of any kind; suspends until it is open.
    static FileHandle open(Path path, Set<? extends OpenOption> options, FileAttribute<?>[] with) throws IOException {
        World world = Mill.world();
        FileHandle onDisk = blocking(
                Workers.Kind.FILES,
                () -> FileHandle.isSpecial(path) ? null : FileHandle.open(world, path, options, with));
        if (onDisk != null) {
            return onDisk;
        }
        Opening opening = new Opening(
                world, path, () -> FileHandle.open(world, path, options, with).asSpecial());
        try {
            return blocking(Workers.Kind.STREAMS, opening::run);
        } catch (CancelledException e) {
            opening.giveUp();
            throw e;
        }
    }

    private static FileHandle blocking(Workers.Kind kind, BlockingOperation<FileHandle, IOException> code)
            throws IOException {
        try {
            return Mill.blocking(kind, code);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("not thrown by the code", e);
        }
    }

    // ---- on a worker's thread

    private FileHandle run() throws IOException {
        if (!state.compareAndSet(State.QUEUED, State.OPENING)) {
            return null;
        }
        try {
            FileHandle handle = isFifo() ? openUndisturbed() : call.call();
            if (state.compareAndSet(State.OPENING, State.OVER)) {
                return handle;
            }
            if (handle != null) {
                handle.close();
            }
            return null;
        } finally {
            over.countDown();
        }
    }

    /// Opens a FIFO, again if it was another one's release that has ended the call.
    ///
    /// @return null only if it is given up
    private @Nullable FileHandle openUndisturbed() throws IOException {
        fileKey = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        FileHandle open = null;
        try {
            while (begin()) {
                try (FileHandle _ = open) {
                    open = call.call();
                }
                if (!disturbed) {
                    break;
                }
            }
            return open;
        } finally {
            end();
        }
    }

    /// Waits until nobody is released: while both ends are open the call would return at once.
    ///
    /// @return false if the opening is given up
    private boolean begin() {
        synchronized (LOCK) {
            while (released != null && state.get() != State.GIVEN_UP) {
                if (!await()) {
                    return false; // It is interrupted, as it is given up.
                }
            }
            disturbed = false;
            UNDER_WAY.add(this);
        }
        return state.get() != State.GIVEN_UP;
    }

    /// @return false if the thread is interrupted
    private static boolean await() {
        try {
            LOCK.wait();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void end() {
        synchronized (LOCK) {
            UNDER_WAY.remove(this);
        }
    }

    private boolean isFifo() {
        try {
            return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                    && ((Integer) Files.getAttribute(path, "unix:mode") & FILE_TYPE) == FIFO;
        } catch (IOException e) {
            return false; // It is gone.
        }
    }

    // ---- giving up

    /// Called by the coroutine, which is cancelled: blocks its mill until nobody waits for the other end any more.
    private void giveUp() {
        if (state.getAndSet(State.GIVEN_UP) == State.OPENING) {
            Transfer release = Transfer.start(world, Workers.Kind.FILES, _ -> release());
            release.join(world, world.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GIVE_UP_MS));
        }
    }

    /// On a worker's thread.
    private void release() throws IOException {
        if (!isFifo()) {
            return;
        }
        if (!beginRelease()) {
            return;
        }
        try (FileChannel _ = FileHandle.channel(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE))) {
            over.await(GIVE_UP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            endRelease();
        }
    }

    private boolean beginRelease() {
        synchronized (LOCK) {
            LOCK.notifyAll(); // This one itself may wait there.
            while (released != null) {
                if (!await()) {
                    return false;
                }
            }
            if (over.getCount() == 0) {
                return false;
            }
            released = this;
            for (Opening other : UNDER_WAY) {
                other.disturbed |= other.fileKey.equals(fileKey);
            }
            return true;
        }
    }

    private static void endRelease() {
        synchronized (LOCK) {
            released = null;
            LOCK.notifyAll();
        }
    }
}
