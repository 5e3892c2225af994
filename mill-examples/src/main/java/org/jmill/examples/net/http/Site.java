package org.jmill.examples.net.http;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import org.jmill.net.TcpSocket;

/// A web site to be crawled: pages by number, each with links to some others, and a few links that
/// lead nowhere. Each page takes a while to be made.
final class Site {
    private static final int PATIENCE_MS = 10_000;
    private static final int DELAY_MS = 2;
    private static final int LINE_BYTES = 1024;
    private static final int HEADER_BYTES = 4096;

    private final int pages;

    Site(int pages) {
        this.pages = pages;
    }

    /// Answers the requests of a connection.
    void converse(TcpSocket socket) throws IOException {
        try (Codec codec = new Codec(socket, new StrictRequests(LINE_BYTES, HEADER_BYTES), new HttpResponseEncoder())) {
            while (answerNext(codec)) {
                // The next one.
            }
        }
    }

    private boolean answerNext(Codec codec) throws IOException {
        HttpRequest head = codec.receive(HttpRequest.class, now() + PATIENCE_MS);
        if (head == null) {
            return false;
        }
        Request request = Request.of(head);
        codec.receive(LastHttpContent.class, now() + PATIENCE_MS); // It has no body.
        msleep(now() + DELAY_MS);
        Response response = new Response(codec, request.version(), request.keepAlive(), false);
        int number = number(request.path());
        if (number < 0) {
            response.status(HttpResponseStatus.NOT_FOUND, now() + PATIENCE_MS);
        } else {
            response.text(HttpResponseStatus.OK, "text/html; charset=utf-8", page(number), now() + PATIENCE_MS);
        }
        return request.keepAlive();
    }

    private int number(String path) {
        int number = path.matches("/[0-9]{1,8}") ? Integer.parseInt(path.substring(1)) : -1;
        return number < pages ? number : -1;
    }

    private String page(int number) {
        StringBuilder links = new StringBuilder();
        for (int to : new int[] {2 * number + 1, 2 * number + 2, (7 * number + 3) % pages, 0}) {
            if (to < pages) {
                links.append("<a href=\"/").append(to).append("\">").append(to).append("</a>\n");
            }
        }
        String dead = number % 10 == 0 ? "<a href=\"/gone/" + number + "\">gone</a>\n" : "";
        return "<h1>" + number + "</h1>\n" + links + dead + "<a href=\"http://elsewhere.example/\">elsewhere</a>\n";
    }
}
