package org.jmill.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/// Certificates for the tests, written byte by byte (RFC 5280): the JDK signs none.
final class TestCerts {
    /// A certificate, its key, and who signed it.
    record Identity(byte[] cert, KeyPair keys, String name) {
        String certPem() {
            return pem("CERTIFICATE", cert);
        }

        String keyPem() {
            return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }

        /// The key as OpenSSL wrote it before PKCS#8: the octets inside of that.
        String oldKeyPem() {
            boolean rsa = keys.getPrivate().getAlgorithm().equals("RSA");
            byte[] inner = lastElement(keys.getPrivate().getEncoded());
            return pem(rsa ? "RSA PRIVATE KEY" : "EC PRIVATE KEY", inner);
        }
    }

    private static final String ECDSA_SHA256 = "300a06082a8648ce3d040302";
    private static final String RSA_SHA256 = "300d06092a864886f70d01010b0500";
    private static final String BASIC_CONSTRAINTS_CA = "300f0603551d130101ff040530030101ff";
    private static final Instant START = Instant.parse("2015-01-01T00:00:00Z");
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant FAR = Instant.parse("2049-01-01T00:00:00Z");

    private static int serial = 1;

    final Identity authority;

    TestCerts() throws GeneralSecurityException, IOException {
        authority = make("Test CA", keys("EC"), null, null, FAR, true);
    }

    /// For localhost and 127.0.0.1, signed by the authority.
    Identity localhost(String algorithm) throws GeneralSecurityException, IOException {
        return make("localhost", keys(algorithm), authority, "localhost", FAR, false);
    }

    /// An authority between the root and others; each has the same name.
    Identity intermediate() throws GeneralSecurityException, IOException {
        return make("Test Intermediate", keys("EC"), authority, null, FAR, true);
    }

    /// For localhost and 127.0.0.1, signed by another authority.
    Identity localhost(Identity issuer) throws GeneralSecurityException, IOException {
        return make("localhost", keys("EC"), issuer, "localhost", FAR, false);
    }

    /// For another name.
    Identity elsewhere() throws GeneralSecurityException, IOException {
        return make("elsewhere", keys("EC"), authority, "elsewhere.example", FAR, false);
    }

    /// For localhost, but of the past.
    Identity expired() throws GeneralSecurityException, IOException {
        return make("localhost", keys("EC"), authority, "localhost", LONG_AGO, false);
    }

    /// For localhost, signed by nobody else.
    Identity selfSigned() throws GeneralSecurityException, IOException {
        return make("localhost", keys("EC"), null, "localhost", FAR, false);
    }

    /// Writes a text and returns the file's name.
    static String file(Path dir, String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text).toString();
    }

    private static KeyPair keys(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(256);
        } else if (algorithm.equals("RSA")) {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    private static Identity make(String name, KeyPair keys, Identity issuer, String host, Instant end, boolean ca)
            throws GeneralSecurityException, IOException {
        KeyPair signer = issuer == null ? keys : issuer.keys;
        boolean rsa = signer.getPrivate().getAlgorithm().equals("RSA");
        byte[] algorithm = HexFormat.of().parseHex(rsa ? RSA_SHA256 : ECDSA_SHA256);
        byte[] extensions = ca ? HexFormat.of().parseHex(BASIC_CONSTRAINTS_CA) : new byte[0];
        if (host != null) {
            extensions = join(extensions, alternativeNames(host));
        }
        byte[] body = der(
                0x30,
                der(0xa0, der(0x02, new byte[] {2})),
                der(0x02, new byte[] {(byte) serial++}),
                algorithm,
                name(issuer == null ? name : issuer.name),
                der(0x30, time(START), time(end)),
                name(name),
                keys.getPublic().getEncoded(),
                der(0xa3, der(0x30, extensions)));
        Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(signer.getPrivate());
        signature.update(body);
        byte[] bits = join(new byte[] {0}, signature.sign());
        return new Identity(der(0x30, body, algorithm, der(0x03, bits)), keys, name);
    }

    private static byte[] name(String name) {
        return new X500Principal("CN=" + name).getEncoded();
    }

    private static byte[] time(Instant instant) throws IOException {
        String text = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(instant);
        return der(0x17, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] alternativeNames(String host) throws IOException {
        byte[] dns = der(0x82, host.getBytes(StandardCharsets.US_ASCII));
        byte[] ip = host.equals("localhost")
                ? der(0x87, InetAddress.ofLiteral("127.0.0.1").getAddress())
                : new byte[0];
        byte[] oid = HexFormat.of().parseHex("0603551d11");
        return der(0x30, oid, der(0x04, der(0x30, dns, ip)));
    }

    private static byte[] der(int tag, byte[]... parts) throws IOException {
        byte[] content = join(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.write(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.write(part);
        }
        return out.toByteArray();
    }

    /// The content of the third element of a PKCS#8 key.
    private static byte[] lastElement(byte[] pkcs8) {
        int[] at = {0};
        enter(pkcs8, at);
        for (int i = 0; i < 2; i++) {
            int length = enter(pkcs8, at);
            at[0] += length;
        }
        int length = enter(pkcs8, at);
        byte[] content = new byte[length];
        System.arraycopy(pkcs8, at[0], content, 0, length);
        return content;
    }

    /// Steps over tag and length; returns the length.
    private static int enter(byte[] der, int[] at) {
        at[0]++;
        int length = der[at[0]++] & 0xff;
        if (length >= 0x80) {
            int count = length & 0x7f;
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | der[at[0]++] & 0xff;
            }
        }
        return length;
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }
}
