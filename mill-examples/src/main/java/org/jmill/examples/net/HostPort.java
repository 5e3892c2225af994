package org.jmill.examples.net;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Where to connect to, as `localhost:80` or `[::1]:80`.
///
/// @param host a name or an address, without brackets
public record HostPort(String host, int port) {
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /// For picocli.
    public static final class Converter implements ITypeConverter<HostPort> {
        /// For picocli.
        public Converter() {}

        @Override
        public HostPort convert(String text) {
            int colon = text.lastIndexOf(':');
            String host = text.substring(0, Math.max(0, colon)).replaceFirst("^\\[(.*)\\]$", "$1");
            if (host.isEmpty()) {
                throw new TypeConversionException("'" + text + "' is not like HOST:PORT");
            }
            int port = new Port().convert(text.substring(colon + 1));
            if (port == 0) {
                throw new TypeConversionException("'" + text + "': nobody listens at port 0");
            }
            return new HostPort(host, port);
        }
    }
}
