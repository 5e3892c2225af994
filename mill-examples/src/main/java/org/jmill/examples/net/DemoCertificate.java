package org.jmill.examples.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jmill.Mill;
import org.jmill.net.TlsOptions;

/// A certificate for localhost that is its own authority: for trying things out.
public final class DemoCertificate {
    private static final String PASSWORD = "changeit"; // The store is deleted once it was read.

    private DemoCertificate() {}

    /// Makes a new one, as [#make] does, while only the calling coroutine waits.
    ///
    /// @throws IOException if there is no keytool
    public static TlsOptions forLocalhost() throws IOException {
        return Mill.blocking(DemoCertificate::make);
    }

    /// Makes a new one, with a new key, by the JDK's keytool. Takes a second.
    ///
    /// @throws IOException if there is no keytool
    public static TlsOptions make() throws IOException {
        Path folder = Files.createTempDirectory("jmill-certificate");
        Path store = folder.resolve("localhost.p12");
        try {
            keytool(store);
            return TlsOptions.defaults().context(context(store));
        } catch (GeneralSecurityException e) {
            throw new IOException("make certificate: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("make certificate: interrupted", e);
        } finally {
            Files.deleteIfExists(store);
            Files.delete(folder);
        }
    }

    private static void keytool(Path store) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options = "-genkeypair -alias demo -keyalg EC -groupname secp256r1 -validity 365 -dname CN=localhost"
                + " -ext san=dns:localhost,ip:127.0.0.1,ip:::1 -storetype PKCS12 -storepass " + PASSWORD;
        ProcessBuilder command = new ProcessBuilder(keytool);
        command.command().addAll(List.of(options.split(" ")));
        command.command().add("-keystore");
        command.command().add(store.toString());
        Process process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        if (process.waitFor() != 0) {
            throw new IOException("make certificate: " + said + "; give one with --cert and --key");
        }
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
