import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs palantir-java-format over every source file of the build, in one JVM: `check` fails where a
/// file is not formatted and names it, `fix` formats in place. A second argument confines it to the
/// files whose path begins so.
///
/// Started from the sources by Maven (`java -cp 'target/format/*' build/Format.java check`), with the
/// repository's root as working directory. The formatter is called by reflection, since [JavacOfToday] loads it.
public final class Format {
    private static final String PACKAGE = "com.palantir.javaformat.java.";

    private final Object formatter;
    private final Method format;

    private Format() throws ReflectiveOperationException {
        ClassLoader loader = new JavacOfToday(Format.class.getClassLoader());
        Class<?> type = loader.loadClass(PACKAGE + "Formatter");
        Object options = palantirStyle(loader);
        formatter = type.getMethod("createFormatter", options.getClass()).invoke(null, options);
        format = type.getMethod("formatSourceAndFixImports", String.class);
    }

    private static Object palantirStyle(ClassLoader loader) throws ReflectiveOperationException {
        Class<?> options = loader.loadClass(PACKAGE + "JavaFormatterOptions");
        Class<?> style = loader.loadClass(PACKAGE + "JavaFormatterOptions$Style");
        Object builder = options.getMethod("builder").invoke(null);
        Class<?> builderType = builder.getClass();
        builderType
                .getMethod("style", style)
                .invoke(builder, style.getField("PALANTIR").get(null));
        return builderType.getMethod("build").invoke(builder);
    }

    /// Formats or checks.
    ///
    /// @param args `check` or `fix`; then the beginning of a path from the root, or nothing
    /// @throws IOException if a file cannot be read or written
    /// @throws ReflectiveOperationException if the formatter is another than the one this was written for
    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        boolean fix = args[0].equals("fix");
        String only = args.length > 1 ? args[1] : "";
        List<Path> files =
                sources().stream().filter(f -> f.toString().startsWith(only)).toList();
        if (files.isEmpty()) {
            System.err.println("format: no source file begins with: " + only);
            System.exit(1);
        }
        Format format = new Format();
        boolean failed = false;
        for (Path file : files) {
            failed |= !format.isInOrder(file, fix);
        }
        if (failed) {
            System.err.println("not formatted: the files above; run: mvn -q -N -Pformat process-sources");
            System.exit(1);
        }
    }

    /// Returns whether the file is in order now.
    private boolean isInOrder(Path file, boolean fix) throws IOException, IllegalAccessException {
        String before = Files.readString(file);
        String after;
        try {
            after = (String) format.invoke(formatter, before);
        } catch (InvocationTargetException e) {
            System.err.println(file + ": " + e.getCause());
            return false;
        }
        if (after.equals(before)) {
            return true;
        }
        if (fix) {
            Files.writeString(file, after);
            return true;
        }
        System.err.println(file);
        return false;
    }

    /// The formatter itself, and what lies under the `src` folder of each module.
    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> top = Files.list(Path.of(""))) {
            for (Path folder : top.filter(Files::isDirectory).sorted().toList()) {
                addJava(folder.resolve(folder.endsWith("build") ? "" : "src"), found);
            }
        }
        return found;
    }

    private static void addJava(Path folder, List<Path> found) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(f -> f.toString().endsWith(".java")).sorted().forEach(found::add);
        }
    }
}
