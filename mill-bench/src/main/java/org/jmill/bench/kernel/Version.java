package org.jmill.bench.kernel;

/// Which of the two programs of a kernel runs. They differ where the code asks for it, and nowhere else.
enum Version {
    /// As it was when the bug was found.
    FAULTY,
    /// As it should be.
    MENDED
}
