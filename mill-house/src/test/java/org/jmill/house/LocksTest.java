package org.jmill.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Where a thread may have to wait for another one: the library's own monitors, and what of the JDK's takes locks that
/// all share (pools, logging, streams, lazily made things).
///
/// On VIRTUAL a coroutine that waits so lets others run, though its verb said that it would not; on the other engines
/// the whole mill stands still. So each such place has its reason here, and a new one fails this test until somebody
/// has found one. (Not among them: loading and initialising a class, for which JDK 25 keeps the carrier; and channels,
/// whose locks a mill shares with nobody.)
class LocksTest {
    private static final String SYNCHRONIZED = "synchronized";

    private static final Pattern MAY_BLOCK = Pattern.compile(String.join(
            "|",
            "java\\.util\\.concurrent\\.locks\\..*",
            "java\\.util\\.concurrent\\.(?!atomic\\.|locks\\.|TimeUnit|Callable|ConcurrentLinkedQueue|\\w+Exception).*",
            "java\\.lang\\.Object\\.wait\\w*",
            "java\\.lang\\.Thread(\\$Builder\\S*)?\\.(join|sleep|start\\w*)",
            "java\\.lang\\.(System(\\$Logger)?\\.(getLogger|log)|Runtime\\.\\w*ShutdownHook|String\\.format\\w*)",
            "java\\.lang\\.(Class\\.forName|(ClassLoader|ProcessHandle|ref\\.Cleaner\\S*)\\..*)",
            "java\\.io\\.Print(Stream|Writer)\\..*",
            "java\\.util\\.(Collections\\.synchronized\\w+|(Vector|Hashtable|Properties|Timer|ServiceLoader)\\..*)",
            "java\\.nio\\.ByteBuffer\\.allocateDirect", // One list of cleaners; and it sleeps when memory is short.
            "java\\.nio\\.channels\\.Select\\w+\\.(register|keyFor|blockingLock|cancel|select\\w*|wakeup|close)",
            "java\\.security\\.(\\w+\\.get(Instance|Provider\\w*)|SecureRandom\\..*)",
            "javax\\.(net\\.ssl|crypto)\\.\\w+\\.getInstance",
            "(java\\.lang\\.management|javax\\.management|jdk\\.jfr)\\..*"));

    /// Why it does no harm.
    private enum Reason {
        /// Before the first coroutine of a mill or after the last, or on a thread that is none of a mill's.
        NO_COROUTINE(
                "org.jmill.Delivery: refuse",
                "org.jmill.DumpBean: dump getAttribute getAttributes getMBeanInfo invoke setAttribute setAttributes",
                "org.jmill.Engines: tellOnce",
                "org.jmill.Inbox: awaitRoom",
                "org.jmill.Management: ended register serveLater server started tell unregister",
                "org.jmill.MillRuntime: add remove",
                "org.jmill.ChooseCode: read", // After the mill's end.
                // A hook's thread, and that of the mill before its start and after its end.
                "org.jmill.Shutdown: asked cancel end hasCaused tell",
                // The watch's thread, and that of the mill after its end.
                "org.jmill.StallWatch: ended grouped isThere log look suspects",
                "org.jmill.Watch: begins ends started tell watch",
                "org.jmill.engine.PortableEngine: run",
                "org.jmill.engine.VirtualEngine: findDefaultScheduler findNewThread resume run",
                "org.jmill.file.FileHandle: read seekAnd write",
                "org.jmill.file.Opening: await begin beginRelease end endRelease release run",
                "org.jmill.file.StandardFiles: out writeRest", // `out` is the first touch of a class: see above.
                "org.jmill.net.EncryptedKey: decrypt",
                "org.jmill.net.Lookup: run",
                "org.jmill.net.Pem: keyOf match",
                "org.jmill.net.TlsContexts: emptyStore make trustManagers",
                "org.jmill.sched.Root: awaitHandIn",
                "org.jmill.trace.FlightEvents: install look recordingStateChanged report",
                "org.jmill.trace.Trace: observed",
                "org.jmill.world.Fault: askFrom",
                "org.jmill.world.RealWorld: forget hook", // As Shutdown.
                "org.jmill.world.RealWorkers: pool",
                "org.jmill.world.SelectElsewhere: select"),

        /// In the bracket of a question to the world, or of what is told and printed: the root waits for the
        /// coroutine. Nor does anybody else run while the mill polls, or runs a letter.
        IN_THE_BRACKET(
                "org.jmill.DumpBean: answer",
                "org.jmill.WaitingReport: make report", // A coroutine that ends a recording waits 200 ms, by its own
                // call.
                "org.jmill.trace.FlightEvents: <init>",
                "org.jmill.trace.Trace: line",
                "org.jmill.world.RealWorkers: load",
                "org.jmill.world.SelectElsewhere: await",
                "org.jmill.world.SelectorPoller: await close find forget park poll"),

        /// The engine's own way to suspend. Not on VIRTUAL; or the carrier does it, which is no coroutine.
        OF_AN_ENGINE(
                "org.jmill.engine.PortableEngine: leaveCarrierInTime park start",
                "org.jmill.engine.VirtualEngine: execute",
                "org.jmill.sched.StrictCheck: <init> held heldMonitor"),

        /// In a verb that waits, or may do so: others may run there by its contract, and find everything whole.
        IN_A_VERB_THAT_WAITS(
                "org.jmill.BlockingCall: abandon dispose",
                "org.jmill.Delivery: end handOver", // A coroutine whose work it is to call its subscriber.
                "org.jmill.Descriptors: register",
                "org.jmill.StageWait: awaitCompletion cancel future result",
                "org.jmill.file.Exclusive: isFree isHeldFor refusal refuseSecond release tryClaim",
                "org.jmill.file.ReadSide: atEnd forget harvest hasMetEnd putBack start take takeLine underWay",
                "org.jmill.file.Signals: add fire remove",
                "org.jmill.file.Transfer: join",
                "org.jmill.file.WriteSide: accept acceptWhole accepted isFlushed isIdle room seal settle settleIfDone"
                        + " settled underWay unwritten",
                "org.jmill.net.BufferPool: take",
                "org.jmill.net.Lookup: end join leave start",
                "org.jmill.net.TlsRecords: bufferFor fill",
                "org.jmill.net.UnixSocket: privateDirectory",
                "org.jmill.world.RealWorkers: add submit"),

        /// Gives a permit, or makes the thing: nobody waits for that.
        NEVER_WAITS(
                "org.jmill.Entrance: <init> cancel newIncompleteFuture", // A CompletableFuture has no lock.
                "org.jmill.Inbox: releasePutters",
                "org.jmill.Shutdown: <init>",
                "org.jmill.engine.PortableEngine: pass",
                "org.jmill.file.Opening: <init>",
                "org.jmill.sched.Root: runnable",
                "org.jmill.trace.Origins: <clinit> find",
                "org.jmill.world.RealWorkers: <init>"),

        /// A verb that does not wait may do so here, for a few instructions of another thread: all mills share what
        /// it prints, switches or formats, a standard stream, and the mailbox of one that it writes to.
        SHARED_BY_NATURE(
                "org.jmill.DumpTable: addChannels addRows end grouped line said",
                "org.jmill.Intake: cancelUpstream onSubscribe open request", // A publisher must not wait there.
                "org.jmill.Mill: goredump",
                "org.jmill.Publication: subscribe", // Nor must a subscriber.
                "org.jmill.file.ReadSide: available held",
                "org.jmill.file.WriteSide: held",
                "org.jmill.net.StreamSocket: checkDelimiters", // The text of a panic.
                "org.jmill.sched.Mailbox: drainClosed wakeUp", // Of a mill that ends just then, or whose poller is
                // broken.
                "org.jmill.trace.Trace: refresh",
                "org.jmill.world.SelectorPoller: wakeUp");

        private final Set<String> places = new TreeSet<>();

        Reason(String... classes) {
            for (String each : classes) {
                String[] parts = each.split(": ");
                for (String method : parts[1].split(" ")) {
                    places.add(parts[0] + "." + method);
                }
            }
        }
    }

    /// The places that there are, each with what it does there.
    private static Map<String, Set<String>> places(String... modules) throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        for (JavaClass type : House.classes(modules)) {
            for (MethodModel method : read(type).methods()) {
                String name = method.methodName().stringValue().replaceAll("lambda\\$(\\w+)\\$\\d+", "$1");
                String place = House.fileOf(type) + "." + name;
                if (method.flags().has(AccessFlag.SYNCHRONIZED)) {
                    found.computeIfAbsent(place, _ -> new TreeSet<>()).add(SYNCHRONIZED);
                }
                method.code().stream()
                        .flatMap(code -> code.elementStream())
                        .flatMap(LocksTest::done)
                        .filter(what -> what.equals(SYNCHRONIZED)
                                || MAY_BLOCK.matcher(what).matches())
                        .forEach(what -> found.computeIfAbsent(place, _ -> new TreeSet<>())
                                .add(what));
            }
        }
        return found;
    }

    private static ClassModel read(JavaClass type) throws IOException {
        try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return ClassFile.of().parse(in.readAllBytes());
        }
    }

    /// What an instruction does: whom it calls or refers to, as `java.lang.Thread.sleep`.
    private static Stream<String> done(CodeElement element) {
        return switch (element) {
            case MonitorInstruction _ -> Stream.of(SYNCHRONIZED);
            case InvokeInstruction call ->
                Stream.of(named(call.owner().asInternalName(), call.name().stringValue()));
            case InvokeDynamicInstruction made ->
                made.bootstrapArgs().stream()
                        .filter(DirectMethodHandleDesc.class::isInstance)
                        .map(DirectMethodHandleDesc.class::cast)
                        .map(reference -> named(
                                reference.owner().descriptorString().replaceAll("^L|;$", ""), reference.methodName()));
            default -> Stream.empty();
        };
    }

    private static String named(String owner, String method) {
        return owner.replace('/', '.') + "." + method;
    }

    @Test
    void whereverAThreadMayHaveToWaitForAnotherOneThereIsAReason() throws IOException {
        Map<String, Set<String>> found = places("mill-core", "mill-net");
        Set<String> known = new TreeSet<>();
        for (Reason reason : Reason.values()) {
            for (String place : reason.places) {
                assertTrue(known.add(place), () -> place + " has two reasons");
            }
        }
        Map<String, Set<String>> unknown = new TreeMap<>(found);
        unknown.keySet().removeAll(known);
        assertEquals(Map.of(), unknown, "may wait for another thread, and say not why that does no harm");
        known.removeAll(found.keySet());
        assertEquals(Set.of(), known, "need no reason any more");
    }

    /// A verb's call that has one is found by each of the three ways in which it can be written.
    @Test
    void whatIsLookedForIsFound() throws IOException {
        Map<String, Set<String>> found = places("mill-core");
        assertEquals(Set.of(SYNCHRONIZED), found.get("org.jmill.MillRuntime.add"), "a method");
        assertTrue(found.get("org.jmill.Descriptors.register").contains(SYNCHRONIZED), "a block");
        assertTrue(
                found.get("org.jmill.Inbox.awaitRoom").contains("java.util.concurrent.locks.LockSupport.park"),
                "a call");
        assertTrue(found.get("org.jmill.Shutdown.end").contains("java.util.concurrent.CountDownLatch.countDown"));
    }
}
