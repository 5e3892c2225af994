package org.jmill.trace;

import java.util.Set;

/// Finds the place in the user's code from which jmill was called.
public final class Origins {
    /// The classes of the exported package: a frame of theirs is not the user's. (The user's own
    /// code may well live in `org.jmill.something`, and tests in `org.jmill` itself.)
    private static final Set<String> FACADE = Set.of(
            "Mill",
            "MillRuntime",
            "MainRoutine",
            "Chan",
            "ChannelEnd",
            "Choose",
            "Clause",
            "RepeatedEnds",
            "Coroutine",
            "Routine",
            "Coro",
            "CoroRoutine",
            "Generator",
            "Inbox",
            "BlockingCall",
            "CoroutineLocal",
            "Dump",
            "DumpTable",
            "ChannelCensus",
            "Waits",
            "Descriptors",
            "ErrorMessages",
            "ChannelRegistry",
            "Engines",
            "Management",
            "DumpBean",
            "Body",
            "MillOptions");

    /// Those of `mill-net`: whoever waits in one of its calls is to be found where the user made that call. Names,
    /// since a parked coroutine's stack has no more than names, and tests stand in the same packages.
    private static final Set<String> NET = Set.of(
            "file.Exclusive",
            "file.FileErrors",
            "file.FileHandle",
            "file.MillFile",
            "file.Patience",
            "file.Place",
            "file.ReadSide",
            "file.Signals",
            "file.StandardFiles",
            "file.Transfer",
            "file.WriteSide",
            "net.Acceptor",
            "net.AddressRace",
            "net.Arguments",
            "net.Bell",
            "net.BufferFullException",
            "net.BufferPool",
            "net.CertificateChain",
            "net.ChannelTransport",
            "net.Connector",
            "net.Datagram",
            "net.EncryptedKey",
            "net.Failures",
            "net.Inbound",
            "net.IpAddr",
            "net.Lingering",
            "net.ListenOptions",
            "net.MemoryPipe",
            "net.MemorySocket",
            "net.MemoryTransport",
            "net.MillNet",
            "net.Names",
            "net.Offload",
            "net.Outbound",
            "net.OwnKey",
            "net.PartialTransfer",
            "net.Pem",
            "net.SocketOptions",
            "net.StreamSocket",
            "net.Takeover",
            "net.TcpListener",
            "net.TcpSocket",
            "net.TlsContexts",
            "net.TlsHandshake",
            "net.TlsListener",
            "net.TlsOptions",
            "net.TlsRecords",
            "net.TlsSocket",
            "net.TlsTasks",
            "net.TlsTransport",
            "net.Transport",
            "net.Turn",
            "net.UdpSocket",
            "net.UnixListener",
            "net.UnixSocket");

    private static final StackWalker WALKER = StackWalker.getInstance();

    private Origins() {}

    /// The innermost frame of the calling thread that is the user's: `Pump.java:41`.
    public static String caller() {
        return WALKER.walk(frames -> frames.filter(f -> isUsers(f.getClassName()))
                .findFirst()
                .map(f -> place(f.toStackTraceElement()))
                .orElse("unknown"));
    }

    /// The innermost frame of a stack that is the user's, or "" if there is none.
    public static String innermost(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (isUsers(frame.getClassName())) {
                return place(frame);
            }
        }
        return "";
    }

    private static String place(StackTraceElement frame) {
        return frame.getFileName() + ":" + frame.getLineNumber();
    }

    /// Whether a class is neither ours nor one of those the JDK suspends a thread with.
    public static boolean isUsers(String className) {
        if (className.startsWith("jdk.internal.") || className.startsWith("java.")) {
            return false;
        }
        if (!className.startsWith("org.jmill.")) {
            return true;
        }
        String rest = className.substring("org.jmill.".length());
        if (rest.startsWith("sched.") || rest.startsWith("engine.") || rest.startsWith("trace.")) {
            return rest.endsWith("Test") || rest.contains("Test$");
        }
        int nested = rest.indexOf('$');
        String outer = nested < 0 ? rest : rest.substring(0, nested);
        return !FACADE.contains(outer) && !NET.contains(outer);
    }
}
