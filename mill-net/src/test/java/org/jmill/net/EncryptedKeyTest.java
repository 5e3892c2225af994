package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.loopback;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.SSLException;
import org.jmill.Engine;
import org.jmill.harness.Effort;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.Tool;
import org.jmill.net.TestCerts.Identity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Private keys that want a password.
@Tag("network")
@Tag("real")
class EncryptedKeyTest {
    private static final char[] PASSWORD = "open sesame".toCharArray();
    private static final String UMLAUTS = "sesam öffne dich";
    private static final char[] WRONG = "open rye".toCharArray();

    @TempDir
    static Path dir;

    private static TestCerts certs;
    private static Identity identity;
    private static String ca;
    private static String cert;
    private static String plainKey;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certs = new TestCerts();
        identity = certs.localhost("RSA");
        ca = TestCerts.file(dir, "ca.pem", certs.authority.certPem());
        cert = TestCerts.file(dir, "cert.pem", identity.certPem());
        plainKey = TestCerts.file(dir, "plain.pem", identity.oldKeyPem());
    }

    /// The key as the JDK encrypts it.
    private static String encrypted(String scheme) throws GeneralSecurityException, IOException {
        SecretKey key = SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(PASSWORD));
        Cipher cipher = Cipher.getInstance(scheme);
        cipher.init(Cipher.ENCRYPT_MODE, key, new PBEParameterSpec(new byte[16], 2048));
        byte[] data = cipher.doFinal(identity.keys().getPrivate().getEncoded());
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        byte[] der = new EncryptedPrivateKeyInfo(parameters, data).getEncoded();
        return TestCerts.file(dir, scheme + ".pem", TestCerts.pem("ENCRYPTED PRIVATE KEY", der));
    }

    private static TlsOptions with(String keyFile) {
        return TlsOptions.defaults().certificate(cert, keyFile);
    }

    private static void assertServes(TlsOptions options) throws IOException {
        try (TlsListener l = TlsListener.listen(loopback(0), options, ListenOptions.defaults())) {
            go(() -> {
                try (TlsSocket s = l.accept(in(5000))) {
                    s.handshake(in(5000));
                }
            });
            TlsOptions trusting = TlsOptions.defaults().trust(ca);
            try (TlsSocket c = TlsSocket.connect(l.addr(), "localhost", trusting, in(5000))) {
                assertEquals(-1, c.recvSome(new byte[1], 1, in(5000)));
            }
        }
    }

    /// Returns the message, less what each has.
    private static String refuses(TlsOptions options, String keyFile) {
        SSLException e = assertThrows(
                SSLException.class, () -> TlsListener.listen(loopback(0), options, ListenOptions.defaults()));
        String start = "tls key " + keyFile + ": ";
        assertTrue(e.getMessage().startsWith(start), e.getMessage());
        return e.getMessage().substring(start.length());
    }

    @EveryEngine
    void encryptedKeyServesWithItsPassword(Engine engine) {
        TestNet.run(engine, () -> {
            char[] password = PASSWORD.clone();
            TlsOptions options = with(encrypted("PBEWithHmacSHA256AndAES_256")).password(password);
            password[0] = 'x'; // It was copied.
            assertServes(options);
        });
    }

    @EveryEngine
    void plainKeyServesWithAPasswordToo(Engine engine) {
        TestNet.run(engine, () -> assertServes(with(plainKey).password(PASSWORD)));
    }

    @Test
    void missingOrWrongPasswordIsToldWithWhatToDo() {
        TestNet.run(Engine.AUTO, () -> {
            String key = encrypted("PBEWithHmacSHA512AndAES_128");
            assertEquals(
                    "is encrypted; give its password to TlsOptions.password, or decrypt it: openssl pkey -in " + key,
                    refuses(with(key), key));
            assertEquals(
                    "cannot be decrypted: the password is wrong, or the file is damaged",
                    refuses(with(key).password(WRONG), key));
            assertTrue(Failing.panics(() -> with(key).password(null)).contains("password is null"));
        });
    }

    /// Padding can come out right by chance: what is inside then is no key.
    @Test
    void noWrongPasswordOfManyIsMistakenForAnotherFailure() {
        TestNet.run(Engine.AUTO, () -> {
            String key = encrypted("PBEWithHmacSHA256AndAES_128");
            for (int i = 0; i < Effort.of(400, 2000); i++) {
                String message = refuses(with(key).password(("wrong" + i).toCharArray()), key);
                assertTrue(
                        message.contains("password is wrong") || message.contains("is broken, or not that of"),
                        message);
            }
        });
    }

    @Test
    void damagedKeyIsToldSo() {
        TestNet.run(Engine.AUTO, () -> {
            String key = TestCerts.file(dir, "broken.pem", TestCerts.pem("ENCRYPTED PRIVATE KEY", new byte[50]));
            String message = refuses(with(key).password(PASSWORD), key);
            assertTrue(message.startsWith("is damaged, or "), message);
        });
    }

    // ---- as OpenSSL writes them
    // ------------------------------------------------------------------

    /// Returns the name of the file that it writes.
    private static String openssl(String name, String... args) throws Exception {
        return opensslWith(new String(PASSWORD), name, args);
    }

    private static String opensslWith(String password, String name, String... args) throws Exception {
        String key = dir.resolve(name).toString();
        String passwordFile = TestCerts.file(dir, "password", password);
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(args));
        command.addAll(List.of("-in", plainKey, "-out", key, "-passout", "file:" + passwordFile));
        Tool.OPENSSL.assumeInstalled();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("openssl.out").toFile())
                .start();
        assertTrue(process.waitFor(200, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), String.join(" ", command));
        return key;
    }

    @Test
    void keysAsOpensslEncryptsThemServe() throws Exception {
        String[] keys = {
            openssl("default.pem", "pkcs8", "-topk8"),
            openssl("aes128.pem", "pkcs8", "-topk8", "-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA512"),
            openssl("pkey.pem", "pkey", "-aes256"),
        };
        TestNet.run(Engine.AUTO, () -> {
            for (String key : keys) {
                assertServes(with(key).password(PASSWORD));
                assertTrue(refuses(with(key).password(WRONG), key).contains("password is wrong"));
            }
        });
    }

    @Test
    void passwordOutsideOfAsciiIsUtf8AsForOpenssl() throws Exception {
        String key = opensslWith(UMLAUTS, "umlauts.pem", "pkcs8", "-topk8");
        TestNet.run(Engine.AUTO, () -> assertServes(with(key).password(UMLAUTS.toCharArray())));
    }

    @Test
    void schemesThatTheJdkHasNotAreToldWithTheCommandThatConvertsThem() throws Exception {
        String scrypt = openssl("scrypt.pem", "pkcs8", "-topk8", "-scrypt");
        String old = openssl("old.pem", "rsa", "-aes128", "-traditional");
        TestNet.run(Engine.AUTO, () -> {
            for (String key : new String[] {scrypt, old}) {
                String message = refuses(with(key).password(PASSWORD), key);
                assertTrue(message.contains("convert it: openssl pkcs8 -topk8 "), message);
                assertTrue(message.endsWith("-in " + key), message);
            }
        });
    }
}
