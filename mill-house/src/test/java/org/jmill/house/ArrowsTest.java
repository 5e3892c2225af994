package org.jmill.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jmill.house.Picture.Arrow;
import org.junit.jupiter.api.Test;

/// Who knows whom: among modules and packages there are the arrows of ARCHITECTURE.md, and no other.
class ArrowsTest {
    /// Whoever names the rooms below his own, as nobody else may: the list of examples.
    private static final Set<String> NAMES_THE_ROOMS_BELOW = Set.of("org.jmill.examples.Catalogue");

    /// What the imports say, each with one class that does so.
    private static Map<Arrow, String> imports(List<JavaClass> classes, Function<JavaClass, String> place) {
        Map<Arrow, String> found = new TreeMap<>();
        for (JavaClass type : classes) {
            for (JavaClass known : House.known(type)) {
                Arrow arrow = new Arrow(place.apply(type), place.apply(known));
                if (!arrow.from().equals(arrow.to())) {
                    found.putIfAbsent(arrow, House.fileOf(type) + " knows " + House.fileOf(known));
                }
            }
        }
        return found;
    }

    private static void assertDrawn(Picture picture, Map<Arrow, String> imports) {
        assertTrue(!picture.arrows().isEmpty(), "no arrows in ARCHITECTURE.md");
        imports.forEach((arrow, who) ->
                assertTrue(picture.leads(arrow.from(), arrow.to()), () -> arrow + " is not drawn, but " + who));
        Set<Arrow> unused = new TreeSet<>(picture.arrows());
        unused.removeAll(imports.keySet());
        assertEquals(Set.of(), unused, "drawn, but nobody imports so");
    }

    @Test
    void everyModuleIsLookedAt() throws IOException {
        assertEquals(
                Pattern.compile("<module>(.*)</module>")
                        .matcher(Files.readString(House.ROOT.resolve("pom.xml")))
                        .results()
                        .map(found -> found.group(1))
                        .filter(module -> !Set.of("mill-house", "mill-bom").contains(module)) // No code to use.
                        .collect(Collectors.toSet()),
                House.modules());
        for (String module : House.modules()) {
            assertTrue(House.classes(module).size() > 30, module);
        }
    }

    @Test
    void modulesKnowWhomThePictureSays() throws IOException {
        Picture picture = Picture.read().ofModules();
        assertEquals(House.modules(), picture.names());
        assertDrawn(picture, imports(House.classes(), House::moduleOf));
    }

    @Test
    void packagesOfTheLibraryKnowWhomThePictureSays() throws IOException {
        List<JavaClass> library = House.classes("mill-core", "mill-net", "mill-test");
        Picture picture = Picture.read().ofPackages();
        Map<Arrow, String> imports = imports(library, JavaClass::getPackageName);
        assertEquals(
                library.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new)),
                picture.names());
        assertDrawn(picture, imports);
    }

    @Test
    void noPackagesKnowEachOtherInACircle() {
        List<JavaClass> classes = House.classes().stream()
                .filter(type -> !NAMES_THE_ROOMS_BELOW.contains(House.fileOf(type)))
                .toList();
        Map<Arrow, String> imports = imports(classes, JavaClass::getPackageName);
        Picture all = new Picture(imports.keySet());
        imports.forEach((arrow, who) ->
                assertTrue(!all.leads(arrow.to(), arrow.from()), () -> arrow + " closes a circle, for " + who));
    }

    /// Whoever stands below: what all others may use, and what uses none of them but the world.
    @Test
    void leavesKnowNobody() {
        for (String leaf : List.of("org.jmill.engine", "org.jmill.trace", "org.jmill.world")) {
            Set<String> known = House.classes().stream()
                    .filter(type -> type.getPackageName().equals(leaf))
                    .flatMap(type -> House.known(type).stream())
                    .map(JavaClass::getPackageName)
                    .filter(name -> !name.equals(leaf) && !name.equals("org.jmill.world"))
                    .collect(Collectors.toSet());
            assertEquals(Set.of(), known, leaf);
        }
    }

    @Test
    void theNetworkUsesOnlyWhatTheCoreExports() {
        for (JavaClass type : House.classes("mill-net", "mill-test", "mill-examples", "mill-bench")) {
            for (JavaClass known : House.known(type)) {
                boolean internal = "mill-core".equals(House.moduleOf(known))
                        && !Set.of("org.jmill", "org.jmill.sync", "org.jmill.world")
                                .contains(known.getPackageName());
                assertTrue(!internal, () -> type.getName() + " knows " + known.getName());
            }
        }
    }

    /// Libraries of others, and what the JDK keeps to itself: who may know them.
    @Test
    void strangersAreKnownToFew() {
        Map<String, Set<String>> mayKnow = new LinkedHashMap<>();
        mayKnow.put(
                "jdk.internal",
                Set.of(
                        "org.jmill.engine.ContinuationEngine",
                        "org.jmill.engine.RawContinuation",
                        "org.jmill.engine.RawTrial"));
        mayKnow.put("org.jctools", Set.of("org.jmill.sched.Mailbox"));
        mayKnow.forEach((library, few) -> assertEquals(
                few,
                House.classes("mill-core", "mill-net").stream()
                        .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                .anyMatch(d -> d.getTargetClass().getName().startsWith(library + ".")))
                        .map(House::fileOf)
                        .collect(Collectors.toSet()),
                library));
    }

    // ---- the picture itself

    @Test
    void aChainIsReadAsItsArrows() {
        Picture picture = Picture.of(" a.b ──► c ─────► d      a remark ► x\n e ─► d\n");
        assertEquals(
                Arrays.asList("a.b ──► c", "c ──► d", "e ──► d"),
                picture.arrows().stream().map(Arrow::toString).toList());
        assertTrue(picture.leads("a.b", "d"));
        assertTrue(!picture.leads("d", "a.b") && !picture.leads("e", "c"));
    }
}
