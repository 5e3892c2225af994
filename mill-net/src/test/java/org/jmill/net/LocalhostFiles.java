package org.jmill.net;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/// What a TLS server on localhost and its clients need.
///
/// @param ca PEM file of the authority
/// @param cert PEM file of the server's certificate
/// @param key PEM file of its key
record LocalhostFiles(String ca, String cert, String key) {
    static LocalhostFiles in(Path dir) throws GeneralSecurityException, IOException {
        return of(new TestCerts(), dir);
    }

    /// Signed by the authority of these.
    static LocalhostFiles of(TestCerts certs, Path dir) throws GeneralSecurityException, IOException {
        TestCerts.Identity localhost = certs.localhost("EC");
        return new LocalhostFiles(
                TestCerts.file(dir, "ca.pem", certs.authority.certPem()),
                TestCerts.file(dir, "cert.pem", localhost.certPem()),
                TestCerts.file(dir, "key.pem", localhost.keyPem()));
    }

    TlsOptions serving() {
        return TlsOptions.defaults().certificate(cert, key);
    }

    TlsOptions trusting() {
        return TlsOptions.defaults().trust(ca);
    }
}
