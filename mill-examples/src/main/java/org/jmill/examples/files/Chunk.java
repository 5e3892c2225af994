package org.jmill.examples.files;

/// A piece of a file that neither begins nor ends within a word or line.
///
/// @param source where it comes from
/// @param bytes its contents, from index 0
/// @param length how many of them count
record Chunk(Source source, byte[] bytes, int length) {}
