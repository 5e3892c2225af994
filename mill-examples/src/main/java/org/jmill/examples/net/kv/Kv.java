package org.jmill.examples.net.kv;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import org.jmill.examples.Example;
import org.jmill.examples.net.Limits;
import org.jmill.examples.net.Listen;
import org.jmill.examples.net.Server;
import org.jmill.net.TcpSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows a key-value server: a binary protocol, pipelining, data that connections share without locks.
/// Run: ./jmill run kv [PORT], then redis-cli -p PORT, or redis-benchmark -p PORT -t ping,set,get,incr,mset
/// Prints where it listens, and at the end how many commands it has run.
@Command(
        description = "Speaks the Redis protocol (RESP2): PING ECHO GET SET SETNX SETEX MGET MSET APPEND STRLEN"
                + " DEL EXISTS TYPE KEYS INCR DECR INCRBY DECRBY EXPIRE PEXPIRE TTL PTTL PERSIST"
                + " DBSIZE FLUSHALL SELECT QUIT. Nothing is kept after its end.")
public final class Kv implements Example {
    private static final int SWEEP_MS = 1000;

    @Mixin
    private Listen listen;

    @Mixin
    private final Limits limits = new Limits(10_000, 64 << 20, 3_600_000);

    private final Server server = new Server(limits, "-ERR max number of clients reached\r\n");
    private final Store store = new Store();
    private final Commands commands = new Commands(store);
    private long served;

    private void converse(TcpSocket socket) throws IOException {
        Requests requests = new Requests(socket);
        Replies replies = new Replies(socket);
        try {
            List<byte[]> request;
            while ((request = requests.next()) != null) {
                served++;
                if (new String(request.getFirst()).equalsIgnoreCase("QUIT")) {
                    replies.simple("OK");
                    return;
                }
                commands.run(request, replies);
            }
        } catch (ProtocolException e) {
            replies.error("ERR " + e.getMessage());
        }
    }

    private void sweep() {
        while (true) {
            msleep(now() + SWEEP_MS);
            store.sweep();
        }
    }

    @Override
    public void main() throws IOException {
        go("sweeper", this::sweep);
        server.serve(listen.tcp(), this::converse);
    }

    @Override
    public String soFar() {
        return server + ", " + served + " commands";
    }
}
