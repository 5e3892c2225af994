package org.jmill.net;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.FileSystem;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Makes the JDK's TLS contexts from files. Blocks.
final class TlsContexts {
    private TlsContexts() {}

    /// @param files where the names of files lead
    /// @param certFile null: no certificate
    /// @param password of the key; null: none
    /// @param caFile null: the JVM's authorities
    static SSLContext make(
            FileSystem files,
            @Nullable String certFile,
            String keyFile,
            char @Nullable [] password,
            @Nullable String caFile,
            boolean verify)
            throws IOException {
        Pem pem = new Pem(files);
        try {
            if (certFile == null && caFile == null && verify) {
                return SSLContext.getDefault();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    certFile == null ? null : keyManagers(pem, certFile, keyFile, password),
                    verify ? trustManagers(pem, caFile) : new TrustManager[] {new TrustServers()},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new SSLException("tls: " + e.getMessage(), e);
        }
    }

    private static KeyManager[] keyManagers(Pem pem, String certFile, String keyFile, char[] password)
            throws IOException {
        List<X509Certificate> all = pem.certificates(certFile);
        Pem.Owned own = pem.key(keyFile, password, certFile, all);
        return new KeyManager[] {new OwnKey(own.key(), CertificateChain.of(certFile, all, own.certificate()))};
    }

    private static TrustManager[] trustManagers(Pem pem, String caFile) throws IOException, GeneralSecurityException {
        if (caFile == null) {
            return null; // Those of the JVM.
        }
        KeyStore store = emptyStore();
        int i = 0;
        for (X509Certificate authority : pem.certificates(caFile)) {
            store.setCertificateEntry("ca" + i++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /// A client's that does not verify: every server is trusted, and no client. The extended kind, since the JDK
    /// adds checks to the other.
    private static final class TrustServers extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("clients are not trusted without verification");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
