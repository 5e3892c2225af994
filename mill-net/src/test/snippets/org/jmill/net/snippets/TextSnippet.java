package org.jmill.net.snippets;

import static org.jmill.Mill.*;

import java.io.IOException;
import java.time.Duration;
import org.jmill.Mill;
import org.jmill.net.MemorySocket;
import org.jmill.net.StreamSocket;
import org.jmill.text.TextOptions;
import org.jmill.text.TextStream;

/// A dialogue in lines.
public final class TextSnippet {
    private TextSnippet() {}

    // @start region="dialogue"
    static void greet(TextStream client) throws IOException {
        client.writeLine("What is your name?", now() + 1000);
        String name = client.readLine(Duration.ofMinutes(1));
        if (name != null) { // Else the client has gone.
            client.writeLine("Hello, " + name + "!", now() + 1000);
        }
    }

    // @end

    static String[] head(StreamSocket client) throws IOException {
        // @start region="options"
        TextOptions http = TextOptions.defaults().lineBytesMax(8 * 1024).lineEnd("\r\n");
        String[] request = client.readLine(http, now() + 5000).split(" ");
        client.writeLine("HTTP/1.1 204 No Content", http, now() + 5000);
        client.writeLine("", http, now() + 5000);
        // @end
        return request;
    }

    public static void main(String[] args) throws IOException {
        Mill.run(() -> {
            MemorySocket[] pair = MemorySocket.pair();
            go(() -> {
                greet(pair[0]);
                System.out.println(head(pair[0])[1]);
                pair[0].close();
            });
            System.out.println(pair[1].readLine(-1));
            pair[1].writeLine("Bob", -1);
            System.out.println(pair[1].readLine(-1));
            pair[1].writeLine("GET /index.html HTTP/1.1", -1);
            System.out.println(pair[1].readLine(-1));
        });
    }
}
