package org.jmill.file.snippets;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.Mill.go;
import static org.jmill.file.MillFile.mfclose;
import static org.jmill.file.MillFile.mfflush;
import static org.jmill.file.MillFile.mfopen;
import static org.jmill.file.MillFile.mfread;
import static org.jmill.file.MillFile.mfseek;
import static org.jmill.file.MillFile.mfwrite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jmill.Mill;
import org.jmill.file.MillFile;

/// The example of MillFile.
public final class FileSnippet {
    private FileSnippet() {}

    /// Writes a file and reads it again, in both styles.
    public static void run(String path) throws IOException {
        // @start region="example"
        Mill.run(() -> {
            go(() -> System.out.println("others run while the disk works"));

            MillFile f = mfopen(path, READ, WRITE, CREATE); // As in C …
            byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
            mfwrite(f, hello, hello.length, -1);
            mfflush(f, -1);
            mfseek(f, 0);
            byte[] buf = new byte[100];
            int n = mfread(f, buf, buf.length, -1); // 5: the file ends.
            mfclose(f);

            try (MillFile again = MillFile.open(Path.of(path))) { // … and as in Java.
                ByteBuffer bytes = ByteBuffer.allocate(n);
                again.readFully(bytes, Mill.now() + 1000);
                System.out.println(StandardCharsets.US_ASCII.decode(bytes.flip()));
            }
        });
        // @end region="example"
    }
}
