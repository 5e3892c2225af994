package org.jmill.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jmill.Mill;
import org.jmill.trace.Origins;
import org.junit.jupiter.api.Test;

/// The house: who may use whom, what may not be called, and the sign on each door.
class ArchitectureTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    private static final String HEAD = "((public|final|abstract|sealed|non-sealed) )*"
            + "(class|record|enum|interface|@interface|module|package org.jmill[.a-z]*;$).*";

    @Test
    void theClassesAreThere() {
        assertTrue(CLASSES.size() > 50, CLASSES.size() + " classes");
    }

    @Test
    void theSchedulerKnowsNothingOfWhatUsersSee() {
        noClasses()
                .that()
                .resideInAPackage("org.jmill.sched..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jmill")
                .check(CLASSES);
    }

    @Test
    void theEngineKnowsNothingOfTheOthers() {
        noClasses()
                .that()
                .resideInAPackage("org.jmill.engine..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.jmill..")
                        .and(describe(
                                "outside the engine",
                                (JavaClass c) -> !c.getPackageName().equals("org.jmill.engine"))))
                .check(CLASSES);
    }

    @Test
    void theTraceIsALeaf() {
        noClasses()
                .that()
                .resideInAPackage("org.jmill.trace..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.jmill..")
                        .and(describe(
                                "outside the trace",
                                (JavaClass c) -> !c.getPackageName().equals("org.jmill.trace"))))
                .check(CLASSES);
    }

    @Test
    void onlyTheEngineAndItsShortcutTouchTheJdksContinuations() {
        Set<String> users = CLASSES.stream()
                .filter(c -> c.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().getPackageName().startsWith("jdk.internal")))
                .map(c -> c.getName().replaceAll("\\$.*", ""))
                .collect(Collectors.toSet());
        assertEquals(Set.of("org.jmill.engine.ContinuationEngine", "org.jmill.engine.RawContinuation"), users);
    }

    @Test
    void onlyTheMailboxUsesJctools() {
        Set<String> users = CLASSES.stream()
                .filter(c -> c.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().getPackageName().startsWith("org.jctools")))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
        assertEquals(Set.of("org.jmill.sched.Mailbox"), users);
    }

    // ---- calls that are banned

    private static Set<String> callersOf(String owner, String method) {
        return CLASSES.stream()
                .flatMap(c -> c.getMethodCallsFromSelf().stream())
                .filter(call -> isCallOf(call, owner, method))
                .map(call -> call.getOriginOwner().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isCallOf(JavaMethodCall call, String owner, String method) {
        return call.getTargetOwner().getName().equals(owner)
                && call.getTarget().getName().equals(method);
    }

    @Test
    void nobodySleepsByTheThread() {
        assertEquals(Set.of(), callersOf("java.lang.Thread", "sleep"));
    }

    @Test
    void nobodyAsksTheClockOnTheWall() {
        assertEquals(Set.of(), callersOf("java.lang.System", "currentTimeMillis"));
        assertEquals(Set.of(), callersOf("java.time.Instant", "now"));
    }

    @Test
    void nobodyPrintsAStackTrace() {
        assertEquals(
                Set.of(),
                CLASSES.stream()
                        .flatMap(c -> c.getMethodCallsFromSelf().stream())
                        .filter(call -> call.getTarget().getName().equals("printStackTrace"))
                        .map(call -> call.getOriginOwner().getName())
                        .collect(Collectors.toSet()));
    }

    @Test
    void onlyTheDumpAndTheTracePrintAndOnStandardErrorAlone() {
        assertEquals(Set.of(), usersOfStream("out"));
        assertEquals(Set.of("org.jmill.Mill", "org.jmill.trace.Trace"), usersOfStream("err"));
    }

    private static Set<String> usersOfStream(String name) {
        return CLASSES.stream()
                .flatMap(c -> c.getFieldAccessesFromSelf().stream())
                .filter(a -> a.getTargetOwner().getName().equals("java.lang.System")
                        && a.getTarget().getName().equals(name))
                .map(a -> a.getOriginOwner().getName())
                .collect(Collectors.toSet());
    }

    @Test
    void classesAreFinalOrMadeToBeExtended() {
        classes()
                .that()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .resideInAPackage("org.jmill")
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .check(CLASSES);
    }

    // ---- files

    private static List<Path> sources() throws IOException {
        return sources(SOURCES);
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }

    @Test
    void eachPackageHasASignOfFivePartsAndUnderFiftyLines() throws IOException {
        List<Path> signs =
                sources().stream().filter(f -> f.endsWith("package-info.java")).toList();
        Set<Path> rooms = sources().stream()
                .filter(f -> !f.endsWith("module-info.java"))
                .map(Path::getParent)
                .collect(Collectors.toSet());
        assertEquals(rooms, signs.stream().map(Path::getParent).collect(Collectors.toSet()));
        for (Path sign : signs) {
            String text = Files.readString(sign);
            assertTrue(text.lines().count() < 50, sign.toString());
            for (String part : List.of(
                    "**What this room is for.**",
                    "**What is in it.**",
                    "**Who may come in.**",
                    "**Rules.**",
                    "**Not here.**")) {
                assertTrue(text.contains(part), sign + " lacks " + part);
            }
        }
    }

    @Test
    void eachTypeSaysInItsHeadWhatItIs() throws IOException {
        for (Path file : sources()) {
            boolean sign = file.endsWith("package-info.java");
            List<String> lines = Files.readAllLines(file).stream()
                    .filter(l -> sign || !l.startsWith("package "))
                    .filter(l -> !l.startsWith("@") && !l.startsWith(" "))
                    .toList();
            int head = 0;
            while (!lines.get(head).matches(HEAD)) {
                head++;
            }
            assertTrue(head > 0 && lines.get(head - 1).startsWith("///"), file + ": its head says nothing");
        }
    }

    @Test
    void filesAreOfASizeThatIsReadAtOnce() throws IOException {
        // Mill and Chan are contracts: most of their lines are documentation.
        Set<String> large = Set.of("Mill.java", "Chan.java", "Choose.java", "Scheduler.java");
        for (Path file : sources()) {
            long lines = Files.readAllLines(file).size();
            assertTrue(
                    lines <= 400 || large.contains(file.getFileName().toString()), file + " has " + lines + " lines");
        }
    }

    /// A formatter may leave a line of it as a plain comment, which cuts the documentation off there.
    @Test
    void documentationIsInOnePiece() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            List<Path> java = files.filter(f -> f.toString().endsWith(".java")).toList();
            assertTrue(java.contains(Path.of("../mill-bench/src/main/java/org/jmill/bench/Perf.java")));
            for (Path file : java) {
                List<String> lines = Files.readAllLines(file);
                for (int i = 1; i < lines.size(); i++) {
                    boolean torn = lines.get(i - 1).strip().startsWith("///")
                            && lines.get(i).strip().matches("//[^/].*");
                    assertTrue(!torn, file + ":" + (i + 1) + " is a plain comment");
                }
            }
        }
    }

    @Test
    void eachFileHasOneTypeAtTheTop() throws IOException {
        for (Path file : sources()) {
            long types = Files.readAllLines(file).stream()
                    .filter(l -> l.matches(
                            "((public|final|abstract|sealed|non-sealed) )*(class|record|enum|interface|@interface) .*"))
                    .count();
            boolean info = file.toString().endsWith("-info.java");
            assertEquals(info ? 0 : 1, types, file.toString());
        }
    }

    // ---- the module

    @Test
    void theTestsRunInTheNamedModuleWhichExportsOnePackage() {
        Module module = Mill.class.getModule();
        assertTrue(module.isNamed());
        assertEquals("org.jmill", module.getName());
        Set<String> exported = module.getDescriptor().exports().stream()
                .filter(e -> !e.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        assertEquals(Set.of("org.jmill"), exported);
    }

    @Test
    void noFrameOfTheFacadeIsTakenForTheUsers() throws IOException {
        for (Path file : sources()) {
            if (!file.toString().endsWith("-info.java")) {
                String name =
                        SOURCES.relativize(file).toString().replace('/', '.').replaceAll("\\.java$", "");
                JavaClass type = CLASSES.get(name);
                boolean canCall = !type.isInterface() && !type.isAssignableTo(Throwable.class) && !type.isEnum();
                assertTrue(!canCall || !Origins.isUsers(name), name + " is missing in Origins");
                assertTrue(!canCall || !Origins.isUsers(name + "$Nested"), name);
            }
        }
    }

    @Test
    void noFrameOfTheNetworkIsTakenForTheUsers() throws IOException {
        Path root = Path.of("..", "mill-net").resolve(SOURCES);
        assumeTrue(Files.isDirectory(root), "mill-net is not there");
        for (Path file : sources(root)) {
            if (!file.toString().endsWith("-info.java")) {
                String name = root.relativize(file).toString().replace('/', '.').replaceAll("\\.java$", "");
                assertFalse(Origins.isUsers(name), name + " is missing in Origins");
                assertFalse(Origins.isUsers(name + "$Nested"), name);
            }
        }
    }

    @Test
    void framesOfTheUsersAreTakenForTheUsers() {
        for (String name : List.of(
                "Main",
                "com.example.Pump",
                "org.jmill.channels.ChanOrderTest",
                "org.jmill.examples.Sieve",
                "org.jmill.net.TcpTest",
                "org.jmill.file.FileMill")) {
            assertTrue(Origins.isUsers(name), name);
        }
        assertFalse(Origins.isUsers("java.lang.Thread"));
        assertFalse(Origins.isUsers("jdk.internal.vm.Continuation"));
    }
}
