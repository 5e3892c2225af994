package org.jmill.test.disk;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.List;

/// The locks of a file. All programs that have a disk are one process: so nobody waits for a lock, and one that
/// overlaps another is a mistake.
final class Locks {
    private final List<Lock> held = new ArrayList<>();

    private final class Lock extends FileLock {
        private boolean released;

        Lock(FileChannel channel, long position, long size, boolean shared) {
            super(channel, position, size, shared);
        }

        @Override
        public boolean isValid() {
            return !released && acquiredBy().isOpen();
        }

        @Override
        public void release() {
            released = true;
            held.remove(this);
        }
    }

    /// @throws OverlappingFileLockException if somebody has locked a part of it
    FileLock lock(FileChannel channel, long position, long size, boolean shared) {
        for (Lock lock : held) {
            if (lock.overlaps(position, size)) {
                throw new OverlappingFileLockException();
            }
        }
        Lock lock = new Lock(channel, position, size, shared);
        held.add(lock);
        return lock;
    }

    /// Gives back what a channel has locked.
    void releaseOf(FileChannel channel) {
        held.removeIf(lock -> lock.acquiredBy() == channel);
    }
}
