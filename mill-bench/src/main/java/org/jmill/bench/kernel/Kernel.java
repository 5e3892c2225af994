package org.jmill.bench.kernel;

import java.util.function.Consumer;
import org.jmill.Body;

/// A bug that a program in Go had, made as small as it goes, and beside it the same program without the bug.
///
/// @param id where it was found, and the number of the change that took it away: `etcd_6857`
/// @param group what it is made of
/// @param bug what is wrong, in one sentence
/// @param program runs one of the two
public record Kernel(String id, Group group, String bug, Consumer<Version> program) {

    /// The program with the bug: not each of its schedules fails.
    public Body<RuntimeException> faulty() {
        return () -> program.accept(Version.FAULTY);
    }

    /// The program without it: none of its schedules fails.
    public Body<RuntimeException> mended() {
        return () -> program.accept(Version.MENDED);
    }

    @Override
    public String toString() {
        return id;
    }
}
