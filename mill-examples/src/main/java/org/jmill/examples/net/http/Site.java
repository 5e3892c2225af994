package org.jmill.examples.net.http;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.IOException;
import org.jmill.examples.net.Input;
import org.jmill.net.TcpSocket;

/// A web site to be crawled: pages by number, each with links to some others, and a few links that
/// lead nowhere. Each page takes a while to be made.
final class Site {
    private static final int PATIENCE_MS = 10_000;
    private static final int DELAY_MS = 2;

    private final int pages;

    Site(int pages) {
        this.pages = pages;
    }

    /// Answers the requests of a connection.
    void converse(TcpSocket socket) throws IOException {
        Input input = new Input(socket, Head.LINE_MAX);
        Head head;
        while ((head = Head.receive(input, now() + PATIENCE_MS)) != null) {
            msleep(now() + DELAY_MS);
            Request request = Request.of(head);
            Response response = new Response(socket, request.keepAlive(), false);
            int number = number(request.path());
            if (number < 0) {
                response.status("404 Not Found", now() + PATIENCE_MS);
            } else {
                response.text("200 OK", "text/html; charset=utf-8", page(number), now() + PATIENCE_MS);
            }
            if (!request.keepAlive()) {
                return;
            }
        }
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
