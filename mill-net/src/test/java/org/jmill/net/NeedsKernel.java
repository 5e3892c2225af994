package org.jmill.net;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/// A test that is not run on the network in memory of module `mill-test`, where all others of the group `network` are
/// run once more.
@Tag("kernel")
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@interface NeedsKernel {
    /// What it has from the kernel alone.
    String value();
}
