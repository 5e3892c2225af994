package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import org.jmill.Engine;
import org.jmill.MillPanic;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.Test;

/// Every verb, and every way to make an object, called with nulls and zeros.
class MisuseTest {
    /// `verb object: cause`, constant words first.
    private static final String SHAPE = "(?s)[a-zA-Z]+( [^:]+)*: .+";

    /// Verbs that nulls and zeros do not misuse.
    private static final Set<String> FINE = Set.of("iplocal", "unixpair");

    private static final Class<?>[] CLASSES = {
        IpAddr.class,
        TcpListener.class,
        TcpSocket.class,
        UdpSocket.class,
        UnixListener.class,
        UnixSocket.class,
        TlsListener.class,
        TlsSocket.class
    };

    /// Neither of them is misused.
    private static final Set<String> FINE_MAKERS = Set.of("local", "pair");

    @EveryEngine
    void everyVerbPanicsOnNullsAndSaysSoInOneShape(Engine engine) {
        TestNet.run(engine, () -> {
            for (Method verb : MillNet.class.getDeclaredMethods()) {
                if (Modifier.isPublic(verb.getModifiers()) && !FINE.contains(verb.getName())) {
                    assertPanics(null, verb);
                }
            }
        });
    }

    @EveryEngine
    void everyMakerOfAnObjectPanicsOnNullsAndSaysSoInOneShape(Engine engine) {
        TestNet.run(engine, () -> {
            for (Class<?> type : CLASSES) {
                for (Method maker : type.getDeclaredMethods()) {
                    int modifiers = maker.getModifiers();
                    boolean entry = Modifier.isPublic(modifiers) && Modifier.isStatic(modifiers);
                    if (entry && !FINE_MAKERS.contains(maker.getName())) {
                        assertPanics(null, maker);
                    }
                }
            }
        });
    }

    @Test
    void everyTlsOptionPanicsOnNull() throws Exception {
        for (Method option : TlsOptions.class.getDeclaredMethods()) {
            int modifiers = option.getModifiers();
            boolean wanted = Modifier.isPublic(modifiers) && !Modifier.isStatic(modifiers);
            if (wanted && !option.getName().equals("verify")) {
                assertPanics(TlsOptions.defaults(), option);
            }
        }
    }

    @Test
    void nullAmongTheNamesOfATlsOptionPanics() {
        TlsOptions options = TlsOptions.defaults();
        assertEquals("tls: protocol version is null", Failing.panics(() -> options.protocols("TLSv1.3", null)));
        assertEquals("tls: alpn protocol is null", Failing.panics(() -> options.alpn(null, "h2")));
        assertEquals("tls: no protocol versions; give at least one", Failing.panics(options::protocols));
        options.alpn(); // None is agreed on.
    }

    @EveryEngine
    void listenAndConnectOfTlsNameThemselves(Engine engine) {
        TestNet.run(engine, () -> {
            TlsOptions tls = TlsOptions.defaults().certificate("/nosuch/cert", "/nosuch/key");
            IpAddr address = TestNet.loopback(0);
            String noAddress = "listen tls: address or options are null";
            assertEquals(noAddress, Failing.panics(() -> TlsListener.listen(null, tls, ListenOptions.defaults())));
            assertEquals(noAddress, Failing.panics(() -> TlsListener.listen(address, tls, null)));
            assertEquals(noAddress, Failing.panics(() -> TlsListener.listen(address, null, ListenOptions.defaults())));
            assertEquals(
                    "connect tls 127.0.0.1:0: port is 0",
                    Failing.panics(() -> TlsSocket.connect(address, "localhost", TlsOptions.defaults(), 0)));
        });
    }

    private static void assertPanics(Object target, Method method) throws IllegalAccessException {
        String message = panicOf(target, method);
        assertTrue(message.matches(SHAPE), method + ": " + message);
    }

    private static String panicOf(Object target, Method verb) throws IllegalAccessException {
        Object[] nulls = new Object[verb.getParameterCount()];
        for (int i = 0; i < nulls.length; i++) {
            Class<?> type = verb.getParameterTypes()[i];
            nulls[i] = type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
        }
        try {
            verb.invoke(target, nulls);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof MillPanic panic) {
                return panic.getMessage();
            }
            throw new AssertionError(verb + " throws something else", e.getCause());
        }
        throw new AssertionError(verb + " accepts nulls");
    }
}
