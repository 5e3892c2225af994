package org.jmill.file;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.jmill.world.World;

/// The real world, but for its files, which are in memory.
final class MemoryWorld implements World {
    private final FileSystem files = newFiles();

    private static FileSystem newFiles() {
        return Jimfs.newFileSystem(Configuration.unix());
    }

    /// A new directory in memory.
    static Path directory() {
        return newFiles().getPath("/work");
    }

    @Override
    public FileSystem files() {
        return files;
    }
}
