package org.jmill.test.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;

/// The entries of a directory, in the order of their names.
final class Listing implements DirectoryStream<Path> {
    private final DiskFileSystem files;
    private final DirectoryStream<Path> inner;

    Listing(DiskFileSystem files, DirectoryStream<Path> inner) {
        this.files = files;
        this.inner = inner;
    }

    @Override
    public Iterator<Path> iterator() {
        Iterator<Path> entries = inner.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Path next() {
                return new DiskPath(files, entries.next());
            }
        };
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
