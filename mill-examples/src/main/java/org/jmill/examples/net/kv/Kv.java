package org.jmill.examples.net.kv;

import static org.jmill.Mill.every;

import java.io.IOException;
import java.net.ProtocolException;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import org.jmill.examples.net.Limits;
import org.jmill.examples.net.Listen;
import org.jmill.examples.net.Server;
import org.jmill.net.TcpSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows a key-value server: a binary protocol, pipelining, data shared without locks, as the store never waits.
/// Run: ./jmill run kv [PORT], then redis-cli -p PORT, or redis-benchmark -p PORT -t ping,set,get,incr,mset
/// Prints where it listens, and at the end how many commands it has run.
@Command(
        description = "Speaks the Redis protocol (RESP2): PING ECHO GET SET SETNX SETEX PSETEX MGET MSET APPEND STRLEN"
            + " DEL EXISTS TYPE KEYS INCR DECR INCRBY DECRBY EXPIRE PEXPIRE TTL PTTL PERSIST DBSIZE FLUSHALL SELECT"
            + " QUIT. Nothing is kept after its end. --bytes is also the largest value; in the middle of a request or"
            + " a reply, a minute without a byte is the limit.")
public final class Kv implements Example {
    private static final int SWEEP_MS = 1000;

    @Mixin
    private Listen listen;

    @Mixin
    private final Limits limits = new Limits(10_000, 64 << 20, 3_600_000);

    @Option(
            names = "--memory",
            paramLabel = "MB",
            converter = AtLeast.One.class,
            description = "for all keys and values, and as much again for requests and replies under way;"
                    + " ${DEFAULT-VALUE} unless given, which is a quarter of the heap")
    private int memoryMb = Math.clamp(Runtime.getRuntime().maxMemory() >> 22, 1, Integer.MAX_VALUE);

    private final Server server = new Server(limits, "-ERR max number of clients reached\r\n");
    private Store store;
    private Commands commands;
    private Budget traffic;
    private long served;

    private void converse(TcpSocket socket) throws IOException {
        Traffic own = new Traffic(limits, traffic);
        Replies replies = new Replies(socket, own);
        Requests requests = new Requests(socket, own, replies);
        try {
            Words request;
            while (!replies.hasEnded() && (request = requests.next()) != null) {
                served++;
                commands.run(request, replies);
            }
        } catch (ProtocolException e) {
            replies.error("ERR " + e.getMessage());
        } finally {
            own.end();
        }
    }

    @Override
    public void main() throws IOException {
        store = new Store(new Budget((long) memoryMb << 20));
        commands = new Commands(store, limits.bytes());
        traffic = new Budget((long) memoryMb << 20);
        every(SWEEP_MS, store::sweep);
        server.serve(listen, this::converse);
    }

    @Override
    public String soFar() {
        return server + ", " + served + " commands";
    }
}
