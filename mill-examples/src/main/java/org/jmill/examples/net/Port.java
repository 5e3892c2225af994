package org.jmill.examples.net;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a port, 0 to 65535.
public final class Port implements ITypeConverter<Integer> {
    private static final int MAX = 65_535;

    /// For picocli.
    public Port() {}

    @Override
    public Integer convert(String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= MAX) {
            return Integer.parseInt(text);
        }
        throw new TypeConversionException("'" + text + "' is not a port (0 to " + MAX + ")");
    }
}
