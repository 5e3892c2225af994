package org.jmill.examples.net.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The address of a web page.
///
/// @param uri as it was given
/// @param host without the brackets of an IPv6 address
public record HttpUrl(URI uri, String host, boolean secure, int port) {
    /// Reads one.
    ///
    /// @throws IllegalArgumentException if it is not http or https
    public static HttpUrl parse(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean secure = scheme.equals("https");
            boolean http = secure || scheme.equals("http");
            if (!http
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || uri.getPort() > 65_535
                    || uri.getPort() == 0) {
                throw new IllegalArgumentException("'" + text + "' is not like http://host/path or https://host/path");
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
            return new HttpUrl(uri, uri.getHost().replaceAll("[\\[\\]]", ""), secure, port);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is not a URL: " + e.getReason(), e);
        }
    }

    /// What this one's page means by another.
    ///
    /// @throws IllegalArgumentException if that is not http or https
    HttpUrl resolve(String reference) {
        return parse(uri.resolve(reference.replace(" ", "%20")).toString());
    }

    /// What a server is asked for: path and query.
    String target() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        return URI.create(target.startsWith("//") ? "/." + target : target).toASCIIString();
    }

    /// The name of the server, with the port if it is not the usual one.
    String authority() {
        boolean usual = port == (secure ? 443 : 80);
        return usual ? uri.getHost() : uri.getHost() + ":" + port;
    }

    /// A path as it stands in a URL.
    static String encoded(String path) {
        StringBuilder text = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "/-_.~".indexOf(c) >= 0);
            text.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        // Two slashes at the start would name a host.
        return text.toString().replaceFirst("^/{2,}", "/");
    }

    @Override
    public String toString() {
        return uri.toString();
    }

    /// For picocli.
    public static final class Converter implements ITypeConverter<HttpUrl> {
        /// For picocli.
        public Converter() {}

        @Override
        public HttpUrl convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
