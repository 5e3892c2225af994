/// Sockets, name resolution and files that wait without blocking other coroutines.
module org.jmill.net {
    // Not exported yet: javac refuses a package without a type (org.jmill.file, org.jmill.net).
    requires transitive org.jmill;
}
