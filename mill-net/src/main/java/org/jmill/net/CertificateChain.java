package org.jmill.net;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;

/// The certificates of a file in the order in which TLS wants them: the own one, and behind each the one that has
/// signed it (RFC 8446, section 4.4.2). Files often have one twice, in another order, or one too many.
final class CertificateChain {
    private CertificateChain() {}

    /// @param all as the file has them
    /// @param own the one to begin with, which is one of them
    /// @return without those that lead nowhere
    /// @throws SSLException if one bears the name of an issuer and has not signed
    static List<X509Certificate> of(String file, List<X509Certificate> all, X509Certificate own) throws SSLException {
        Set<X509Certificate> left = new LinkedHashSet<>(all);
        List<X509Certificate> chain = new ArrayList<>();
        for (X509Certificate next = own; next != null; next = issuer(file, left, next)) {
            chain.add(next);
            left.remove(next);
        }
        return chain;
    }

    /// The issuer of a certificate; null: it is itself, or is not there.
    private static X509Certificate issuer(String file, Set<X509Certificate> among, X509Certificate signed)
            throws SSLException {
        if (signed.getIssuerX500Principal().equals(signed.getSubjectX500Principal())) {
            return null;
        }
        X509Certificate pretender = null;
        for (X509Certificate candidate : among) {
            if (candidate.getSubjectX500Principal().equals(signed.getIssuerX500Principal())) {
                if (hasSigned(candidate, signed)) {
                    return candidate;
                }
                pretender = candidate;
            }
        }
        if (pretender != null) {
            throw new SSLException("tls certificate " + file + ": " + name(pretender) + ", serial number "
                    + pretender.getSerialNumber() + ", has not signed " + name(signed)
                    + ", though it bears its issuer's name; replace it, or take it out");
        }
        return null;
    }

    private static boolean hasSigned(X509Certificate issuer, X509Certificate signed) {
        try {
            signed.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
