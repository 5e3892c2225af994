package org.jmill.net;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLSession;

/// An engine of TLS 1.3 that does nothing: a test overrides what it needs.
abstract class RefusingEngine extends SSLEngine {
    private static final SSLSession SESSION = (SSLSession) Proxy.newProxyInstance(
            RefusingEngine.class.getClassLoader(),
            new Class<?>[] {SSLSession.class},
            (proxy, method, args) -> switch (method.getName()) {
                case "getProtocol" -> "TLSv1.3";
                case "getPacketBufferSize" -> 16_000;
                default -> throw refusal();
            });

    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException();
    }

    @Override
    public SSLSession getSession() {
        return SESSION;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) {
        throw refusal();
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) {
        throw refusal();
    }

    @Override
    public void closeInbound() {
        throw refusal();
    }

    @Override
    public boolean isInboundDone() {
        return false;
    }

    @Override
    public boolean isOutboundDone() {
        return false;
    }

    @Override
    public String[] getSupportedCipherSuites() {
        throw refusal();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        throw refusal();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        throw refusal();
    }

    @Override
    public String[] getSupportedProtocols() {
        throw refusal();
    }

    @Override
    public String[] getEnabledProtocols() {
        throw refusal();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        throw refusal();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        throw refusal();
    }

    @Override
    public boolean getUseClientMode() {
        throw refusal();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        throw refusal();
    }

    @Override
    public boolean getNeedClientAuth() {
        throw refusal();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        throw refusal();
    }

    @Override
    public boolean getWantClientAuth() {
        throw refusal();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        throw refusal();
    }

    @Override
    public boolean getEnableSessionCreation() {
        throw refusal();
    }
}
