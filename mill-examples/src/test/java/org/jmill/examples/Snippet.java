package org.jmill.examples;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jmill.Mill;
import org.jmill.net.MillNet;

/// A program of a document: compiled in memory, then run in this JVM. What has no `main` is put
/// into one that runs it in a mill.
final class Snippet extends ClassLoader {
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
    private static final Pattern MAIN = Pattern.compile("void main\\(");

    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    private final String name;

    private final String source;

    private Snippet(String name, String source) {
        super(Snippet.class.getClassLoader());
        this.name = name;
        this.source = source;
    }

    /// Takes lines of Java, which the first [#run] compiles.
    static Snippet of(List<String> lines) {
        String text = String.join("\n", lines);
        Matcher named = CLASS.matcher(text);
        return new Snippet(
                named.find() ? named.group(1) : "Snippet", MAIN.matcher(text).find() ? text : framed(lines));
    }

    private static String framed(List<String> lines) {
        Map<Boolean, String> parts = lines.stream()
                .collect(Collectors.partitioningBy(line -> line.startsWith("import "), Collectors.joining("\n")));
        return "import static org.jmill.Mill.*;\nimport org.jmill.*;\n" + parts.get(true)
                + "\nvoid main() throws Exception { Mill.run(() -> {\n" + parts.get(false) + "\n}); }";
    }

    private void compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter words = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavaFileObject unit = new Source(name, source);
            boolean compiled = compiler.getTask(
                            words,
                            new InMemory(files),
                            null,
                            List.of("-cp", classPath(), "-proc:none", "-nowarn"),
                            null,
                            List.of(unit))
                    .call();
            if (!compiled) {
                throw new AssertionError(words);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String classPath() {
        return Stream.of(Mill.class, MillNet.class)
                .map(type -> new File(URI.create(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Runs the program's `main` to its end.
    ///
    /// @throws AssertionError if it fails, or does not compile: then with the compiler's words
    void run() {
        if (classes.isEmpty()) {
            compile();
        }
        try {
            Class<?> program = loadClass(name);
            Method main = mainOf(program);
            main.setAccessible(true);
            var constructor = program.getDeclaredConstructor();
            constructor.setAccessible(true);
            Object receiver = Modifier.isStatic(main.getModifiers()) ? null : constructor.newInstance();
            main.invoke(receiver, main.getParameterCount() == 0 ? new Object[0] : new Object[] {new String[0]});
        } catch (InvocationTargetException e) {
            throw new AssertionError("the program has failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Method mainOf(Class<?> program) {
        for (Method method : program.getDeclaredMethods()) {
            if (method.getName().equals("main")) {
                return method;
            }
        }
        throw new AssertionError(program + " has no main");
    }

    @Override
    protected Class<?> findClass(String wanted) throws ClassNotFoundException {
        ByteArrayOutputStream bytes = classes.get(wanted);
        if (bytes == null) {
            throw new ClassNotFoundException(wanted);
        }
        return defineClass(wanted, bytes.toByteArray(), 0, bytes.size());
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("mem:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /// Keeps the classes that the compiler writes.
    private final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        InMemory(StandardJavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className + ".class"), kind) {
                @Override
                public ByteArrayOutputStream openOutputStream() {
                    return classes.computeIfAbsent(className, key -> new ByteArrayOutputStream());
                }
            };
        }
    }

    /// The engines on which a block is to run: those that its note names, or all.
    static List<String> engines(Document.Block block) {
        List<String> named = new ArrayList<>(List.of("continuation", "virtual", "portable"));
        named.retainAll(List.of(block.note().split(" ")));
        return named.isEmpty() ? List.of("continuation", "virtual", "portable") : named;
    }
}
