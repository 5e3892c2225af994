/// Sockets, name resolution and files that wait without blocking other coroutines.
module org.jmill.net {
    requires jdk.net; // For the times of keepalive.
    requires static org.jspecify; // What may be null.
    requires transitive org.jmill;

    exports org.jmill.file;
    exports org.jmill.net;
}
