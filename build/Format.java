import com.google.googlejavaformat.java.Main;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs google-java-format over every source file of the build, in one JVM: `check` fails where a
/// file is not formatted and names it, `fix` formats in place. A second argument confines it to the
/// files whose path begins so.
///
/// Started from the sources by Maven (`java -cp google-java-format.jar build/Format.java check`),
/// with the repository's root as working directory.
public final class Format {
    private Format() {}

    /// Formats or checks.
    ///
    /// @param args `check` or `fix`; then the beginning of a path from the root, or nothing
    /// @throws Exception if a file cannot be read or parsed
    public static void main(String[] args) throws Exception {
        boolean fix = args[0].equals("fix");
        List<String> arguments = new ArrayList<>();
        arguments.add("--aosp");
        if (fix) {
            arguments.add("--replace");
        } else {
            arguments.add("--dry-run");
            arguments.add("--set-exit-if-changed");
        }
        String only = args.length > 1 ? args[1] : "";
        List<String> files = sources().stream().filter(f -> f.startsWith(only)).toList();
        if (files.isEmpty()) {
            System.err.println("format: no source file begins with: " + only);
            System.exit(1);
        }
        arguments.addAll(files);
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        int status =
                new Main(out, err, InputStream.nullInputStream())
                        .format(arguments.toArray(String[]::new));
        out.flush();
        err.flush();
        if (status != 0 && !fix) {
            err.println("not formatted: the files above; run: mvn -q -N -Pformat process-sources");
        }
        System.exit(status);
    }

    /// The formatter itself, and what lies under the `src` folder of each module.
    private static List<String> sources() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> top = Files.list(Path.of(""))) {
            for (Path folder : top.filter(Files::isDirectory).sorted().toList()) {
                addJava(folder.resolve(folder.endsWith("build") ? "" : "src"), found);
            }
        }
        return found;
    }

    private static void addJava(Path folder, List<String> found) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.map(Path::toString).filter(f -> f.endsWith(".java")).sorted().forEach(found::add);
        }
    }
}
