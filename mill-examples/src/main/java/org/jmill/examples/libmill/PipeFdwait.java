package org.jmill.examples.libmill;

import static org.jmill.Mill.FDW_IN;
import static org.jmill.Mill.FDW_OUT;
import static org.jmill.Mill.fdclean;
import static org.jmill.Mill.fdwait;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import picocli.CommandLine.Command;

/// Shows fdwait on a pipe: timeout, readiness, and both directions.
/// Run: ./jmill run pipe_fdwait
/// Prints what fdwait returns, and the byte that went through.
@Command(description = "Waits for a pipe that a coroutine writes to a little later.")
public final class PipeFdwait implements Twin {
    private static void writer(Pipe.SinkChannel fd, long at) throws IOException {
        msleep(at);
        boolean ready = (fdwait(fd, FDW_OUT, -1) & FDW_OUT) != 0;
        System.out.printf("writer %s\n", ready ? "ready" : "not ready");
        if (fd.write(ByteBuffer.wrap(new byte[] {'x'})) != 1) {
            System.out.printf("write failed\n");
        }
    }

    @Override
    public void main() throws IOException {
        Pipe p = Pipe.open();
        try (Pipe.SourceChannel in = p.source();
                Pipe.SinkChannel out = p.sink()) {
            in.configureBlocking(false);
            out.configureBlocking(false);
            System.out.printf("first %d\n", fdwait(in, FDW_IN, now() + 30));
            go(() -> writer(out, now() + 30));
            int ev = fdwait(in, FDW_IN, now() + 1000);
            System.out.printf("second %s\n", (ev & FDW_IN) != 0 ? "in" : "none");
            ByteBuffer c = ByteBuffer.allocate(1);
            if (in.read(c) == 1) {
                System.out.printf("read %c\n", c.get(0));
            }
            System.out.printf("third %d\n", fdwait(in, FDW_IN, 0));
            fdclean(in);
            fdclean(out);
        }
    }
}
