package org.jmill.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a log shows of this package's exceptions.
class FileErrorsTest {
    @Test
    void stackTraceBeginsWithTheTypeToCatch() {
        Map<String, IOException> causes = Map.of(
                "java.nio.file.NoSuchFileException: open file f: no such file",
                new NoSuchFileException("f"),
                "java.nio.file.AccessDeniedException: open file f: permission denied",
                new AccessDeniedException("f"),
                "java.nio.file.FileAlreadyExistsException: open file f: file exists already",
                new FileAlreadyExistsException("f"),
                "java.nio.channels.AsynchronousCloseException: open file f: file was closed meanwhile",
                new AsynchronousCloseException(),
                "java.nio.channels.ClosedChannelException: open file f: file is closed",
                new ClosedChannelException(),
                "java.nio.file.FileSystemException: open file f: no space left on device",
                new IOException("No space left on device"));
        causes.forEach((text, cause) -> {
            StringWriter trace = new StringWriter();
            FileErrors.of("open", "f", cause, "").printStackTrace(new PrintWriter(trace, true));
            assertEquals(text, trace.toString().lines().findFirst().orElseThrow());
        });
    }
}
