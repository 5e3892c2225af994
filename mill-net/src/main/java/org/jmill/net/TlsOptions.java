package org.jmill.net;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jspecify.annotations.Nullable;

/// How to do TLS. Immutable: each call returns a new one. Keep and reuse one that names files: they
/// are read once.
///
/// {@snippet file="org/jmill/net/snippets/TlsSnippet.java" region="options"}
///
/// By default the peer of a client must show a certificate for the name connected to, from an
/// authority that this JVM trusts; TLS 1.3 and 1.2; a server does not ask for certificates.
///
/// @since 0.1.0
public final class TlsOptions {
    private static final TlsOptions DEFAULTS = new TlsOptions(new Settings());

    /// Whether a server wants its clients' certificates.
    public enum ClientAuth {
        /// It does not ask.
        NONE,
        /// It asks, and verifies one that is shown.
        REQUEST,
        /// It refuses clients that show none.
        REQUIRE
    }

    /// What can be set.
    private static final class Settings implements Cloneable {
        String certFile; // null: no certificate.
        String keyFile;
        char[] password; // Of the key; null: none.
        String caFile; // null: the JVM's authorities.
        boolean verify = true;
        ClientAuth clientAuth = ClientAuth.NONE;
        List<String> alpn = List.of();
        List<String> protocols = List.of("TLSv1.3", "TLSv1.2");
        SSLContext context; // null: made of the above.

        @Override
        public Settings clone() {
            try {
                return (Settings) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// What the files hold, in the world that they were read in.
    private record Loaded(FileSystem files, SSLContext context) {}

    /// Changes a copy of the settings.
    private interface Change {
        void apply(Settings settings);
    }

    private final Settings settings;
    private volatile Loaded loaded; // Written by whoever needs it first; all of one file system are alike.

    private TlsOptions(Settings settings) {
        this.settings = settings;
    }

    private TlsOptions with(Change change) {
        Settings changed = settings.clone();
        change.apply(changed);
        check(
                changed.verify || changed.clientAuth == ClientAuth.NONE,
                "verify(false) concerns a client's peer: with clientAuth(" + changed.clientAuth
                        + ") anybody's certificate would pass; leave one out");
        return new TlsOptions(changed);
    }

    /// Verifying, without a certificate of one's own.
    ///
    /// @return the options as they are
    public static TlsOptions defaults() {
        return DEFAULTS;
    }

    /// Shows this certificate: a server's own, or a client's.
    ///
    /// @param certFile PEM: the certificate, and those of the authorities between it and the root, in any order;
    ///   one that has signed none of the others is left out
    /// @param keyFile PEM: its private key (PKCS#8, PKCS#1 or SEC 1); may be the same file; see
    ///   [#password] for one that is encrypted
    /// @return the options, changed
    /// @throws MillPanic if one is null
    public TlsOptions certificate(String certFile, String keyFile) {
        check(certFile != null && keyFile != null, "certificate or key file is null");
        return with(s -> {
            s.certFile = certFile;
            s.keyFile = keyFile;
        });
    }

    /// Decrypts the private key, if it is encrypted (PKCS#8, `ENCRYPTED PRIVATE KEY`, as
    /// `openssl pkcs8 -topk8` and `openssl genpkey -aes256` write it). The options keep a copy.
    ///
    /// @param password of the key; wiping the array afterwards is up to the caller
    /// @return the options, changed
    /// @throws MillPanic if it is null
    public TlsOptions password(char[] password) {
        check(password != null, "password is null");
        char[] copy = password.clone();
        return with(s -> s.password = copy);
    }

    /// Trusts the authorities in this PEM file, and no others.
    ///
    /// @param caFile PEM: one certificate or more
    /// @return the options, changed
    /// @throws MillPanic if it is null
    public TlsOptions trust(String caFile) {
        check(caFile != null, "file of authorities is null; leave it out to trust those of the JVM");
        return with(s -> s.caFile = caFile);
    }

    /// Whether a client verifies its peer. Without that, anyone in between can read and change
    /// everything: for tests only. A server that asks for certificates always verifies them.
    ///
    /// @param on whether to
    /// @return the options, changed
    /// @throws MillPanic if it is off, and [#clientAuth] wants certificates
    public TlsOptions verify(boolean on) {
        return with(s -> s.verify = on);
    }

    /// Whether a server wants its clients' certificates; see [#trust] for who may have signed them.
    ///
    /// @param wanted what is wanted
    /// @return the options, changed
    /// @throws MillPanic if it is null, or certificates are wanted and [#verify] is off
    public TlsOptions clientAuth(ClientAuth wanted) {
        check(wanted != null, "clientAuth is null; say NONE");
        return with(s -> s.clientAuth = wanted);
    }

    /// Protocols to agree on (ALPN), such as `h2`, `http/1.1`; the first is liked best.
    ///
    /// @param names the protocols; none: no agreement is sought
    /// @return the options, changed
    /// @throws MillPanic if one is null
    public TlsOptions alpn(String... names) {
        List<String> copy = copy(names, "alpn protocol");
        return with(s -> s.alpn = copy);
    }

    /// Versions to allow, by the JDK's names: `TLSv1.3`, `TLSv1.2`. One that is unknown is a panic of the call
    /// that uses the options, to connect or to listen.
    ///
    /// @param versions the versions, one at least
    /// @return the options, changed
    /// @throws MillPanic if there is none, or one is null
    public TlsOptions protocols(String... versions) {
        List<String> copy = copy(versions, "protocol version");
        check(!copy.isEmpty(), "no protocol versions; give at least one");
        return with(s -> s.protocols = copy);
    }

    private static List<String> copy(String[] names, String what) {
        check(names != null && !Arrays.asList(names).contains(null), what + " is null");
        return List.of(names);
    }

    /// Keys and trust from elsewhere, in place of files. (A `KeyManagerFactory` of the JDK's kind `PKIX` takes a
    /// key out of its store at each handshake, which for one of PKCS12 costs more than all the rest; `SunX509`
    /// does so once.)
    ///
    /// @param context the context
    /// @return the options, changed
    /// @throws MillPanic if it is null
    public TlsOptions context(SSLContext context) {
        check(context != null, "context is null");
        return with(s -> s.context = context);
    }

    private static void check(boolean condition, String cause) {
        if (!condition) {
            throw new MillPanic("tls: " + cause);
        }
    }

    // ---- for sockets
    // -----------------------------------------------------------------------------

    /// Reads the files, off the mill's thread, unless that was done.
    ///
    /// @param what the caller does, for messages
    /// @throws java.net.SocketTimeoutException if the deadline passes; what is read or decrypted later all the
    ///   same serves the next call
    /// @throws IOException if a file cannot be read or is not what it should be
    SSLContext load(String what, long deadlineMs) throws IOException {
        if (settings.context != null) {
            return settings.context;
        }
        FileSystem files = Mill.world().files();
        Loaded known = loaded;
        return known != null && known.files == files
                ? known.context
                : Offload.call("load " + what, what, deadlineMs, () -> loadHere(files));
    }

    private SSLContext loadHere(FileSystem files) throws IOException {
        Settings s = settings;
        SSLContext context = TlsContexts.make(files, s.certFile, s.keyFile, s.password, s.caFile, s.verify);
        loaded = new Loaded(files, context);
        return context;
    }

    /// @throws MillPanic if a server cannot do with these options
    void checkServes(String what) {
        if (settings.certFile == null && settings.context == null) {
            throw new MillPanic(what + ": no certificate; see TlsOptions");
        }
    }

    boolean verifies() {
        return settings.verify;
    }

    /// @throws MillPanic if the options cannot be used
    SSLEngine server(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        configure(engine, parameters -> {
            parameters.setUseCipherSuitesOrder(true);
            switch (settings.clientAuth) {
                case NONE -> parameters.setWantClientAuth(false);
                case REQUEST -> parameters.setWantClientAuth(true);
                case REQUIRE -> parameters.setNeedClientAuth(true);
            }
        });
        return engine;
    }

    /// @param host the name or address that the peer must prove to be; null: nobody
    /// @throws MillPanic if the options cannot be used
    SSLEngine client(SSLContext context, @Nullable String host, int port) {
        return clientOf(context, withoutDot(host), port);
    }

    /// The dot at the end says that a name is whole; it is no part of what is told and proven (RFC 6066, section
    /// 3).
    private static String withoutDot(String host) {
        return host != null && host.length() > 1 && host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private SSLEngine clientOf(SSLContext context, String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        configure(engine, parameters -> {
            if (settings.verify) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 2818, RFC 6125.
            }
            parameters.setServerNames(serverNames(host));
        });
        return engine;
    }

    /// An address is not told (RFC 6066), nor is a name that the JDK does not take, as one with an
    /// underscore.
    private static List<SNIServerName> serverNames(String host) {
        try {
            return host == null || Names.isLiteral(host) ? List.of() : List.of(new SNIHostName(host));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /// What a name may be is known to the engine only: another context may be another provider's.
    private void configure(SSLEngine engine, Consumer<SSLParameters> more) {
        try {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(settings.protocols.toArray(String[]::new));
            parameters.setApplicationProtocols(settings.alpn.toArray(String[]::new));
            more.accept(parameters);
            engine.setSSLParameters(parameters);
        } catch (IllegalArgumentException e) {
            MillPanic panic = new MillPanic("tls: options cannot be used: " + Failures.text(e));
            panic.initCause(e);
            throw panic;
        }
    }
}
