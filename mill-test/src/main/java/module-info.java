/// Tests of programs on jmill: virtual time, search through schedules, a network and disks in memory.
module org.jmill.test {
    requires com.google.common.jimfs;
    requires jdk.net; // For the times of keepalive.
    requires static org.jspecify; // What may be null.
    requires transitive org.jmill;
    requires transitive org.jmill.net;
    // For the annotations alone: all else does without JUnit.
    requires static transitive org.junit.jupiter.api;

    exports org.jmill.test;
}
