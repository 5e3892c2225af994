package org.jmill.examples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a whole number within limits.
public abstract class AtLeast implements ITypeConverter<Integer> {
    private final int min;
    private final int max;

    private AtLeast(int min) {
        this(min, Integer.MAX_VALUE);
    }

    private AtLeast(int min, int max) {
        this.min = min;
        this.max = max;
    }

    @Override
    public Integer convert(String text) {
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            String reason = text.matches("[+-]?[0-9]+") ? "' is out of the range of an int" : "' is not a whole number";
            throw new TypeConversionException("'" + text + reason);
        }
        if (value < min) {
            throw new TypeConversionException(text + " is below " + min);
        }
        if (value > max) {
            throw new TypeConversionException(text + " is above " + max);
        }
        return value;
    }

    /// 0 and above.
    public static final class Zero extends AtLeast {
        /// For picocli.
        public Zero() {
            super(0);
        }
    }

    /// 1 and above.
    public static final class One extends AtLeast {
        /// For picocli.
        public One() {
            super(1);
        }
    }

    /// 2 and above.
    public static final class Two extends AtLeast {
        /// For picocli.
        public Two() {
            super(2);
        }
    }

    /// 1 to 1000: as many as make sense of what works at the same time.
    public static final class Workers extends AtLeast {
        /// For picocli.
        public Workers() {
            super(1, 1000);
        }
    }
}
