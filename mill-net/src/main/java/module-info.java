/// Sockets, name resolution and files that wait without blocking other coroutines.
module org.jmill.net {
    requires transitive org.jmill;

    exports org.jmill.file;
    exports org.jmill.net;
}
