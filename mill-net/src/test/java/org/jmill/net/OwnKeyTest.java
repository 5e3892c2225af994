package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayInputStream;
import java.security.Principal;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The key that a context shows, to whom, and at which price.
class OwnKeyTest {
    private static TestCerts.Identity identity;
    private static X509Certificate certificate;
    private static OwnKey own;

    @BeforeAll
    static void makeKey() throws Exception {
        identity = new TestCerts().localhost("EC");
        certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(identity.cert()));
        own = new OwnKey(identity.keys().getPrivate(), List.of(certificate));
    }

    @Test
    void keyIsTheSameObjectAtEachHandshake() {
        assertSame(identity.keys().getPrivate(), own.getPrivateKey("own"));
        assertSame(identity.keys().getPrivate(), own.getPrivateKey("own"));
        assertArrayEquals(new X509Certificate[] {certificate}, own.getCertificateChain("own"));
        assertNull(own.getPrivateKey("other"));
        assertNull(own.getCertificateChain("other"));
    }

    @Test
    void keyServesWhereItsKindIsAskedFor() {
        for (String kind : new String[] {"EC", "EC_EC", "EC_RSA"}) {
            assertEquals("own", own.chooseEngineServerAlias(kind, null, null));
            assertArrayEquals(new String[] {"own"}, own.getServerAliases(kind, null));
        }
        for (String kind : new String[] {"RSA", "RSASSA-PSS", "EdDSA", "DH_RSA", "E"}) {
            assertNull(own.chooseEngineServerAlias(kind, null, null));
            assertNull(own.getServerAliases(kind, null));
        }
    }

    @Test
    void clientShowsItOnlyToWhoTakesItsAuthority() {
        String[] kinds = {"RSA", "EC"};
        Principal authority = new X500Principal("CN=Test CA");
        Principal other = new X500Principal("CN=Other CA");
        assertEquals("own", own.chooseEngineClientAlias(kinds, null, null));
        assertEquals("own", own.chooseEngineClientAlias(kinds, new Principal[0], null));
        assertEquals("own", own.chooseEngineClientAlias(kinds, new Principal[] {other, authority}, null));
        assertNull(own.chooseEngineClientAlias(kinds, new Principal[] {other}, null));
        assertNull(own.chooseEngineClientAlias(new String[] {"RSA"}, null, null));
        assertArrayEquals(new String[] {"own"}, own.getClientAliases("EC", new Principal[] {authority}));
        assertNull(own.getClientAliases("EC", new Principal[] {other}));
    }
}
