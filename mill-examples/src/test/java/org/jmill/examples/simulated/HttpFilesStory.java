package org.jmill.examples.simulated;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.world;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jmill.examples.net.http.HttpFiles;
import org.jmill.test.Check;
import org.jmill.test.Cluster;
import org.jmill.test.Node;
import org.jmill.test.Sim;
import org.jmill.test.SimNet;

/// A web server on a disk that fails now and then, and its clients, of which one is slow. An answer is whole, or the
/// connection is visibly broken; its length is true; and a file that cannot be read is not one that is not there.
final class HttpFilesStory {
    private static final int SMALL_BYTES = 1_000;
    private static final int LARGE_BYTES = 200_000;
    private static final int GRACE_MS = 1_000;
    private static final int QUIET_MS = 60_000;

    private final Cluster cluster;
    private final long endMs;
    private final Program program = new Program(HttpFiles::new, "" + HttpClient.PORT, ".", "--grace", "" + GRACE_MS);
    private int whole;
    private int broken;
    private int cutShort;
    private int refused;

    HttpFilesStory(Cluster cluster, long ms) {
        this.cluster = cluster;
        this.endMs = now() + ms;
    }

    void tell() {
        SimNet net = cluster.net().latency(1, 20).loss(0.01).splits(0.05);
        Node server = cluster.node("web", this::serve);
        msleep(now() + 1);
        net.resets(0.001);
        cluster.disk("web").errors(0.02).splits(0.1);
        cluster.client("fast", () -> live(0));
        cluster.client("slow", () -> live(500));
        cluster.every(30_000, 120_000, () -> net.partition(cluster.someNodes(), 1 + Sim.pick(10_000)));
        cluster.calm();
        cluster.node("late", this::takeLong);
        msleep(now() + 1_000);
        program.mustStopWithin(cluster, server, 2 * GRACE_MS);
        Check.sometimes(net.dropped() > 0, "a packet was lost");
        Check.sometimes(net.resets() > 0, "a connection was reset");
        Check.sometimes(whole > 0, "an answer was whole");
        Check.sometimes(broken > 0, "a connection broke");
        Check.sometimes(cutShort > 0, "an answer was cut short, and that was to be seen");
        Check.sometimes(refused > 0, "a file could not be read, and the client was told");
    }

    private void serve() throws Exception {
        Path folder = world().files().getPath("");
        blocking(() -> {
            Files.write(folder.resolve("small"), content(SMALL_BYTES));
            return Files.write(folder.resolve("large"), content(LARGE_BYTES));
        });
        program.run();
    }

    private static byte[] content(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    private void live(int pauseMs) throws IOException {
        while (now() < endMs) {
            try (HttpClient client = new HttpClient("web", pauseMs)) {
                while (now() < endMs) {
                    talk(client, true);
                    msleep(now() + Sim.pick(20_000));
                }
            } catch (ProtocolException e) {
                throw e;
            } catch (EOFException e) {
                cutShort++;
            } catch (IOException e) {
                broken++;
            }
            msleep(now() + 100 + Sim.pick(1_000));
        }
        msleep(endMs + QUIET_MS);
        try (HttpClient client = new HttpClient("web", pauseMs)) { // Now nothing fails any more.
            talk(client, false);
        }
    }

    /// Some questions at once, and their answers.
    ///
    /// @param mayFail whether the disk may
    private void talk(HttpClient client, boolean mayFail) throws IOException {
        String[] paths = new String[1 + Sim.pick(3)];
        String[] methods = new String[paths.length];
        for (int i = 0; i < paths.length; i++) {
            paths[i] = new String[] {"/small", "/large", "/nothing"}[Sim.pick(3)];
            methods[i] = Sim.pick(4) == 0 ? "HEAD" : "GET";
            client.ask(methods[i], paths[i]);
        }
        for (int i = 0; i < paths.length; i++) {
            boolean hasBody = methods[i].equals("GET");
            check(methods[i] + " " + paths[i], hasBody, client.answer(hasBody), mayFail);
        }
    }

    private void check(String question, boolean hasBody, HttpClient.Answer answer, boolean mayFail) {
        String told = question + ": " + answer.status();
        if (answer.status() == 500 && mayFail) {
            refused++;
        } else if (question.endsWith("/nothing")) {
            Check.always(answer.status() == 404, "what is not there is not found: " + told);
        } else {
            Check.always(answer.status() == 200, "what is there is served: " + told);
            byte[] wanted = content(question.endsWith("/small") ? SMALL_BYTES : LARGE_BYTES);
            Check.always(answer.length() == wanted.length, "the length is true: " + answer.length());
            Check.always(!hasBody || Arrays.equals(answer.body(), wanted), "an answer that is whole is as the file is");
            whole++;
        }
    }

    /// One that takes its time while the server is stopped.
    private void takeLong() throws IOException {
        try (HttpClient client = new HttpClient("web", 2_000)) {
            client.ask("GET", "/large");
            client.answer(true);
        } catch (IOException e) {
            // It was cut off.
        }
    }
}
