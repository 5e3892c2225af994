package org.jmill.net;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Reads certificates and private keys from PEM files (RFC 7468). Blocks.
///
/// The JDK reads keys as PKCS#8 only. The older forms, PKCS#1 for RSA and SEC 1 for elliptic
/// curves, are the inside of that: here they get the envelope, whose one variable part, the
/// algorithm, stands in the certificate too.
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private record Block(String label, String body) {}

    /// A key and its certificate.
    record Owned(PrivateKey key, X509Certificate certificate) {}

    private final FileSystem files;

    /// @param files where the names of files lead
    Pem(FileSystem files) {
        this.files = files;
    }

    /// All certificates of a file, in its order; at least one.
    List<X509Certificate> certificates(String file) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks("certificate", file)) {
                if (block.label.equals("CERTIFICATE") || block.label.equals("X509 CERTIFICATE")) {
                    byte[] der = decode("certificate", file, block);
                    found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
                }
            }
        } catch (CertificateException e) {
            throw failure("certificate", file, "cannot be parsed: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw failure("certificate", file, "holds no certificate in PEM", null);
        }
        return found;
    }

    /// The private key of a file, and whichever of the certificates it belongs to.
    ///
    /// @param password of a key that is encrypted; null: none
    Owned key(String file, char @Nullable [] password, String certFile, List<X509Certificate> certificates)
            throws IOException {
        Block block = blocks("key", file).stream()
                .filter(b -> b.label.endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow(() -> failure("key", file, "holds no private key in PEM", null));
        if (block.body.contains("Proc-Type: 4,ENCRYPTED")) {
            String why =
                    "is encrypted in a form before PKCS#8, which is not read; convert it: openssl pkcs8 -topk8 -in ";
            throw failure("key", file, why + file, null);
        }
        byte[] der = decode("key", file, block);
        boolean encrypted = block.label.equals("ENCRYPTED PRIVATE KEY");
        byte[] plain = encrypted ? EncryptedKey.decrypt("tls key " + file, file, der, password) : der;
        boolean old = !encrypted && !block.label.equals("PRIVATE KEY");
        SSLException first = null;
        for (X509Certificate certificate : certificates) {
            try {
                return new Owned(keyOf(certificate.getPublicKey(), plain, old, file, certFile), certificate);
            } catch (SSLException e) {
                first = first == null ? e : first;
            }
        }
        throw first;
    }

    /// @param old whether it lacks the envelope of PKCS#8
    private static PrivateKey keyOf(PublicKey owner, byte[] der, boolean old, String file, String certFile)
            throws SSLException {
        try {
            KeyFactory factory = KeyFactory.getInstance(owner.getAlgorithm());
            PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(old ? envelope(owner, der) : der));
            if (!match(key, owner)) {
                throw mismatch(file, certFile, null);
            }
            return key;
        } catch (InvalidKeySpecException | InvalidKeyException e) {
            throw mismatch(file, certFile, e);
        } catch (GeneralSecurityException e) {
            throw failure("key", file, "cannot be used: " + e.getMessage(), e);
        }
    }

    private static SSLException mismatch(String file, String certFile, Exception cause) {
        String why = "is broken, or not that of a certificate in " + certFile;
        return failure("key", file, why, cause);
    }

    /// Whether what the one signs the other accepts.
    private static boolean match(PrivateKey key, PublicKey owner) throws GeneralSecurityException {
        String algorithm =
                switch (owner.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case "EdDSA" -> "EdDSA";
                    default -> null; // Then the handshake will tell.
                };
        if (algorithm == null) {
            return true;
        }
        Signature signature = Signature.getInstance(algorithm);
        byte[] sample = {1, 2, 3};
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(owner);
        signature.update(sample);
        return signature.verify(signed);
    }

    private List<Block> blocks(String what, String file) throws IOException {
        String text;
        try {
            text = read(files.getPath(file));
        } catch (InvalidPathException e) {
            String named = "tls " + what + " " + file.replace('\0', '?');
            throw new IOException(named + ": " + Failures.NO_PATH, e);
        } catch (NoSuchFileException e) {
            FileNotFoundException missing = new FileNotFoundException("tls " + what + " " + file + ": no such file");
            missing.initCause(e);
            throw missing;
        } catch (AccessDeniedException e) {
            throw new IOException("tls " + what + " " + file + ": permission denied", e);
        } catch (IOException e) {
            throw new IOException("tls " + what + " " + file + ": cannot be read: " + e.getMessage(), e);
        }
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private static String read(Path path) throws IOException {
        try (InputStream in = path.getFileSystem().provider().newInputStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] decode(String what, String file, Block block) throws SSLException {
        try {
            return Base64.getMimeDecoder().decode(block.body);
        } catch (IllegalArgumentException e) {
            throw failure(what, file, "is damaged: " + e.getMessage(), e);
        }
    }

    private static SSLException failure(String what, String file, String why, Exception cause) {
        return new SSLException("tls " + what + " " + file + ": " + why, cause);
    }

    // ---- DER, as little as is needed
    // -------------------------------------------------------------

    /// PKCS#8: version 0, the algorithm, the key as octets.
    private static byte[] envelope(PublicKey owner, byte[] key) {
        byte[] algorithm = algorithm(owner.getEncoded());
        byte[] octets = tagged(OCTET_STRING, key);
        ByteBuffer content = ByteBuffer.allocate(3 + algorithm.length + octets.length);
        content.put(new byte[] {0x02, 0x01, 0x00}).put(algorithm).put(octets);
        return tagged(SEQUENCE, content.array());
    }

    /// The first element of a SubjectPublicKeyInfo.
    private static byte[] algorithm(byte[] publicKeyInfo) {
        ByteBuffer der = ByteBuffer.wrap(publicKeyInfo);
        der.get();
        length(der);
        int start = der.position();
        der.get();
        int length = length(der);
        byte[] algorithm = new byte[der.position() + length - start];
        der.get(start, algorithm);
        return algorithm;
    }

    private static int length(ByteBuffer der) {
        int first = der.get() & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = first & 0x7f; i > 0; i--) {
            length = length << 8 | der.get() & 0xff;
        }
        return length;
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteBuffer der = ByteBuffer.allocate(content.length + 5).put((byte) tag);
        if (content.length < 0x80) {
            der.put((byte) content.length);
        } else {
            der.put((byte) 0x83).put((byte) (content.length >> 16));
            der.putShort((short) content.length);
        }
        byte[] bytes = new byte[der.put(content).position()];
        der.get(0, bytes);
        return bytes;
    }
}
