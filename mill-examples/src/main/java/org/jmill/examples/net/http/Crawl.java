package org.jmill.examples.net.http;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.now;

import io.netty.handler.codec.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Scope;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import org.jmill.examples.net.Server;
import org.jmill.net.IpAddr;
import org.jmill.net.ListenOptions;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a crawler: workers that fetch, and one coroutine that knows what was seen and what is next.
/// Run: ./jmill run crawl [--workers W] [--frontier F] [PAGES]
/// Prints how many pages of a site, which it serves itself, it has found, and how long that took.
@Command(
        description = "Links that wait to be followed stand in the frontier. When it is full, more are left"
                + " out; often another page has them too.")
public final class Crawl implements Example {
    private static final int PATIENCE_MS = 10_000;
    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]*)\">");

    @Option(
            names = "--workers",
            paramLabel = "W",
            defaultValue = "8",
            converter = AtLeast.One.class,
            description = "how many pages to fetch at once; ${DEFAULT-VALUE} unless given")
    private int workers;

    @Option(
            names = "--frontier",
            paramLabel = "F",
            defaultValue = "1000",
            converter = AtLeast.One.class,
            description = "how many links may wait; ${DEFAULT-VALUE} unless given")
    private int frontierMax;

    @Parameters(
            paramLabel = "PAGES",
            arity = "0..1",
            defaultValue = "500",
            converter = AtLeast.One.class,
            description = "how many pages the site has; ${DEFAULT-VALUE} unless given")
    private int sitePages;

    private final Deque<HttpUrl> frontier = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private int busy;
    private int pages;
    private int broken;
    private int leftOut;

    /// What came of a link.
    private record Page(boolean found, List<HttpUrl> links) {}

    private static Page fetch(HttpUrl url) {
        try (TcpSocket socket = TcpSocket.connect(url.host(), url.port(), now() + PATIENCE_MS);
                Client client = new Client(socket, url, PATIENCE_MS)) {
            HttpResponse head = client.ask();
            if (head.status().code() != 200) {
                return new Page(false, List.of());
            }
            ByteArrayOutputStream html = new ByteArrayOutputStream();
            client.receive(head, part -> Channels.newChannel(html).write(part));
            return new Page(true, links(url, html.toString(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return new Page(false, List.of());
        }
    }

    private static List<HttpUrl> links(HttpUrl from, String html) {
        return LINK.matcher(html)
                .results()
                .map(link -> from.resolve(link.group(1)))
                .filter(link -> link.authority().equals(from.authority()))
                .toList();
    }

    private void record(Page page) {
        busy--;
        pages += page.found() ? 1 : 0;
        broken += page.found() ? 0 : 1;
        page.links().forEach(this::consider);
    }

    private void consider(HttpUrl link) {
        if (seen.contains(link.toString())) {
            return;
        }
        if (frontier.size() == frontierMax) {
            leftOut++; // Not seen: who finds it again may have more luck.
        } else {
            seen.add(link.toString());
            frontier.add(link);
        }
    }

    private void handedOut() {
        frontier.remove();
        busy++;
    }

    private void crawl(HttpUrl start, Scope scope) {
        Chan<HttpUrl> todo = Chan.make(0);
        Chan<Page> fetched = Chan.make(0);
        for (int i = 0; i < workers; i++) {
            scope.go("worker", () -> todo.forEach(url -> fetched.send(fetch(url))));
        }
        consider(start);
        Choose next = choose().in(fetched, this::record)
                .outFrom(todo, frontier::peek, this::handedOut)
                .when(() -> !frontier.isEmpty());
        while (busy > 0 || !frontier.isEmpty()) {
            next.end();
        }
        todo.done();
    }

    @Override
    public void main() throws IOException {
        TcpListener listener = TcpListener.listen(IpAddr.local("127.0.0.1", 0, 0), ListenOptions.defaults());
        long start = now();
        Scope.run(scope -> {
            scope.daemon("site", () -> new Server().serve(listener, new Site(sitePages)::converse));
            crawl(HttpUrl.parse("http://" + listener.addr() + "/0"), scope);
        });
        System.out.println(soFar());
        System.out.println("took " + (now() - start) + " ms");
    }

    @Override
    public String soFar() {
        return pages + " pages, " + broken + " broken links, " + leftOut + " left out";
    }
}
