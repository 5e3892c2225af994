import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
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
/// repository's root as working directory.
public final class Format {
    private Format() {}

    /// Formats or checks.
    ///
    /// @param args `check` or `fix`; then the beginning of a path from the root, or nothing
    /// @throws IOException if a file cannot be read or written
    public static void main(String[] args) throws IOException {
        boolean fix = args[0].equals("fix");
        String only = args.length > 1 ? args[1] : "";
        List<Path> files =
                sources().stream().filter(f -> f.toString().startsWith(only)).toList();
        if (files.isEmpty()) {
            System.err.println("format: no source file begins with: " + only);
            System.exit(1);
        }
        Formatter formatter = Formatter.createFormatter(
                JavaFormatterOptions.builder().style(Style.PALANTIR).build());
        boolean failed = false;
        for (Path file : files) {
            failed |= !format(formatter, file, fix);
        }
        if (failed) {
            System.err.println("not formatted: the files above; run: mvn -q -N -Pformat process-sources");
            System.exit(1);
        }
    }

    /// Returns whether the file is in order now.
    private static boolean format(Formatter formatter, Path file, boolean fix) throws IOException {
        String before = Files.readString(file);
        String after;
        try {
            after = formatter.formatSourceAndFixImports(before);
        } catch (FormatterException e) {
            System.err.println(file + ": " + e.getMessage());
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
