package org.jmill.bench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/// A certificate for this machine, signed by itself, and its key, for all servers of a comparison: on the curve
/// P-256, as most servers of today have it.
///
/// @param certificate PEM file
/// @param key PEM file, PKCS#8
public record TlsFiles(Path certificate, Path key) {
    private static final char[] PASSWORD = "secret".toCharArray(); // Of a file that is deleted at once.
    private static final int LINE = 64;

    /// Makes the files, unless they are there.
    ///
    /// @param directory where to
    /// @throws IOException if the JDK's `keytool` fails
    public static TlsFiles in(Path directory) throws IOException {
        TlsFiles files = new TlsFiles(directory.resolve("tls-cert.pem"), directory.resolve("tls-key.pem"));
        if (!Files.exists(files.certificate) || !Files.exists(files.key)) {
            Files.createDirectories(directory);
            Path store = directory.resolve("tls.p12");
            Files.deleteIfExists(store);
            generate(store);
            files.write(store);
            Files.delete(store);
        }
        return files;
    }

    private static void generate(Path store) throws IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("keytool: interrupted", e);
        }
    }

    private void write(Path store) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            byte[] owner = keys.getCertificate("server").getEncoded();
            Files.writeString(certificate, pem("CERTIFICATE", owner));
            Files.writeString(
                    key, pem("PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("tls: " + e.getMessage(), e);
        }
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
