package org.jmill.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.util.Arrays;

/// A program that some tests need, and that a machine may lack. Such a test is skipped then, and says what is missing
/// and how to get it. `.ci/run` installs them all.
public enum Tool {
    /// OpenBSD's netcat, a peer for sockets.
    NC("nc", "netcat-openbsd"),
    /// A peer for TLS, and a maker of keys.
    OPENSSL("openssl", "openssl"),
    /// A client of HTTP.
    CURL("curl", "curl"),
    /// Makes a network slow.
    TC("tc", "iproute2"),
    /// Gives a program a network of its own.
    UNSHARE("unshare", "util-linux"),
    /// Counts system calls.
    STRACE("strace", "strace"),
    /// Gives a program a terminal.
    SCRIPT("script", "bsdutils"),
    /// What our key-value store is compared with.
    REDIS("redis-server", "redis-server"),
    /// Compiles the rivals of our benchmarks.
    GO("go", "golang-go");

    private final String command;
    private final String debianPackage;

    Tool(String command, String debianPackage) {
        this.command = command;
        this.debianPackage = debianPackage;
    }

    /// Skips the test if it is not there.
    public void assumeInstalled() {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, command).canExecute());
        assumeTrue(found, () -> command + " is not installed: apt-get install " + debianPackage);
    }

    /// As `.ci/run` lists it: command and package.
    @Override
    public String toString() {
        return command + ":" + debianPackage;
    }
}
