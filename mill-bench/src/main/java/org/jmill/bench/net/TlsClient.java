package org.jmill.bench.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Asks a TLS server that echoes: a handshake a request, new or resumed, or requests over one connection.
///
/// One connection at a time, by the JDK's blocking sockets, since `openssl s_server` serves no more. A request
/// is a line of equal characters, so that a server may send it back reversed, as that one does. A handshake
/// counts with a short request, without which the server would not have made it to its end, nor the client have
/// had the ticket for the next one. It may cost more here than at the server: what the server's processor spent
/// is told apart.
final class TlsClient implements Load {
    private static final int TIMEOUT_MS = 10_000;

    private final NetScenario scenario;
    private final int port;
    private final SSLContext context;
    private final byte[] request;
    private final byte[] answer;
    private final LoadFigures figures;
    private SSLSocket connected; // null: none.

    /// @param certificate PEM file of the server's, which is trusted
    TlsClient(NetScenario scenario, int port, Path certificate, ProcessHandle server) throws IOException {
        this.scenario = scenario;
        this.port = port;
        this.context = trusting(certificate);
        this.request = new byte[scenario.bytes()];
        Arrays.fill(request, (byte) 'a');
        request[request.length - 1] = '\n';
        this.answer = new byte[request.length];
        String what = "1 connections, " + scenario.bytes() + " bytes";
        this.figures = new LoadFigures(scenario.label(), what, server);
    }

    private static SSLContext trusting(Path certificate) throws IOException {
        try (InputStream pem = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("tls: " + e.getMessage(), e);
        }
    }

    @Override
    public void warmUp(long ms) throws IOException {
        requests(ms);
    }

    @Override
    public void round(long ms, PrintWriter out) throws IOException {
        figures.round(ms, out, this::requests);
    }

    private void requests(long ms) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        do {
            long start = System.nanoTime();
            if (connected == null) {
                connected = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
                connected.setTcpNoDelay(true);
                connected.setSoTimeout(TIMEOUT_MS);
            }
            exchange();
            if (scenario != NetScenario.TLS_ECHO_8KX1) {
                hangUp();
            }
            figures.answered(start);
        } while (System.nanoTime() < end);
    }

    private void exchange() throws IOException {
        connected.getOutputStream().write(request);
        int n = connected.getInputStream().readNBytes(answer, 0, answer.length);
        if (n < answer.length || !Arrays.equals(answer, request)) {
            throw new IOException("tls: the answer is not what was sent");
        }
    }

    private void hangUp() throws IOException {
        if (scenario == NetScenario.TLS_NEW) {
            connected.getSession().invalidate();
        }
        connected.close();
        connected = null;
    }

    @Override
    public void summary(PrintWriter out) {
        figures.summary(out);
    }

    @Override
    public void close() throws IOException {
        if (connected != null) {
            connected.close();
        }
    }
}
