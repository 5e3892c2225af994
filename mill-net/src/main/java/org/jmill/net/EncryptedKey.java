package org.jmill.net;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Decrypts a private key (PKCS#8, RFC 5958, section 3) by the schemes that the JDK has: those of
/// PBES2 with AES (RFC 8018), which OpenSSL writes, and some older ones.
final class EncryptedKey {
    private EncryptedKey() {}

    /// @param what the file, for messages
    /// @param der of the encrypted key
    /// @param password null: none was given
    /// @return PKCS#8, plain
    static byte[] decrypt(String what, String file, byte[] der, char @Nullable [] password) throws SSLException {
        if (password == null) {
            throw failure(
                    what,
                    "is encrypted; give its password to TlsOptions.password, or decrypt it: openssl pkey -in " + file,
                    null);
        }
        try {
            return decrypt(what, new EncryptedPrivateKeyInfo(der), password);
        } catch (SSLException e) {
            throw e;
        } catch (IOException | NoSuchAlgorithmException e) {
            String why = "is damaged, or encrypted by a scheme that this JDK has not (" + e.getMessage() + ")";
            throw failure(what, why + "; convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in " + file, e);
        } catch (GeneralSecurityException e) {
            throw failure(what, "cannot be decrypted: " + e.getMessage(), e);
        }
    }

    private static byte[] decrypt(String what, EncryptedPrivateKeyInfo info, char[] password)
            throws GeneralSecurityException, SSLException {
        String scheme = scheme(info);
        PBEKeySpec spec = new PBEKeySpec(password);
        try {
            SecretKey key = SecretKeyFactory.getInstance(scheme).generateSecret(spec);
            Cipher cipher = Cipher.getInstance(scheme);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            byte[] plain = cipher.doFinal(info.getEncryptedData());
            if (plain.length == 0 || plain[0] != 0x30) { // One wrong password in 256 passes for right.
                throw wrong(what, null);
            }
            return plain;
        } catch (BadPaddingException e) {
            throw wrong(what, e);
        } finally {
            spec.clearPassword();
        }
    }

    private static SSLException wrong(String what, Exception cause) {
        return failure(what, "cannot be decrypted: the password is wrong, or the file is damaged", cause);
    }

    /// By the JDK's name. Of PBES2 the parameters tell what it consists of.
    private static String scheme(EncryptedPrivateKeyInfo info) {
        AlgorithmParameters parameters = info.getAlgParameters();
        String name = info.getAlgName();
        boolean composed = name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13");
        return composed && parameters != null ? parameters.toString() : name;
    }

    private static SSLException failure(String what, String why, Exception cause) {
        return new SSLException(what + ": " + why, cause);
    }
}
