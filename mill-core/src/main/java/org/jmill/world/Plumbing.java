package org.jmill.world;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says that a package is a library between its users and jmill: where a dump, a trace or a message names a place in
/// the code, it is that of the library's caller.
///
/// Source: none.
///
/// @since 0.1.0
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PACKAGE)
public @interface Plumbing {}
