package org.jmill.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/// The one key of a context, in memory. The JDK's manager `PKIX` takes it out of its store at each handshake,
/// resumed ones too, and the store decrypts it then: 10,000 rounds of PBKDF2, which cost more than all the rest.
///
/// A server shows its certificate to whoever can use a key of that kind: there is no other. A client shows its own
/// only where the server's list of authorities is empty or has one that has signed it (RFC 8446, section 4.2.4).
final class OwnKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "own";

    private final PrivateKey key;
    private final X509Certificate[] chain;

    /// @param chain the certificate of the key first
    OwnKey(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = chain.toArray(X509Certificate[]::new);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return chooseServerAlias(keyType, issuers, null);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return fits(keyType) ? ALIAS : null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return array(chooseServerAlias(keyType, issuers, null));
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return chooseClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return Arrays.stream(keyTypes).anyMatch(this::fits) && isSignedByOneOf(issuers) ? ALIAS : null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return array(chooseClientAlias(new String[] {keyType}, issuers, null));
    }

    private static String[] array(String alias) {
        return alias == null ? null : new String[] {alias};
    }

    /// @param keyType the algorithm of the key, and perhaps, behind `_`, of the key that has signed it: that was
    ///   of interest before TLS 1.2 only
    private boolean fits(String keyType) {
        String algorithm = chain[0].getPublicKey().getAlgorithm();
        return keyType.equals(algorithm) || keyType.startsWith(algorithm + "_");
    }

    private boolean isSignedByOneOf(Principal[] issuers) {
        return issuers == null
                || issuers.length == 0
                || Arrays.stream(chain).anyMatch(c -> Arrays.asList(issuers).contains(c.getIssuerX500Principal()));
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return ALIAS.equals(alias) ? chain.clone() : null;
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return ALIAS.equals(alias) ? key : null;
    }
}
