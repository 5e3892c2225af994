package org.jmill.bench.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Loads the classes of one program anew, one method of them changed, and has them print on a [Tape].
final class ProgramLoader extends ClassLoader {
    private static final ClassDesc PRINT_STREAM = ClassDesc.of("java.io.PrintStream");

    private final Mutant mutant;
    private final Map<String, byte[]> taped;

    /// @param mutant what is changed; null: nothing
    /// @param taped the classes that are not changed, by their names: this loader takes from it and adds to it
    ProgramLoader(Mutant mutant, Map<String, byte[]> taped) {
        super(ProgramLoader.class.getClassLoader());
        this.mutant = mutant;
        this.taped = taped;
    }

    /// The tape of this program.
    Recorder recorder() throws ReflectiveOperationException {
        return (Recorder) loadClass(Tape.class.getName()).getMethod("recorder").invoke(null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean isOwn = name.startsWith(Program.EXAMPLES) || name.equals(Tape.class.getName());
        if (!isOwn) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) {
        byte[] bytes;
        if (name.equals(Tape.class.getName())) {
            bytes = bytes(name);
        } else if (mutant != null && mutant.type().equals(name)) {
            bytes = taped(name, mutant);
        } else {
            bytes = taped.computeIfAbsent(name, one -> taped(one, null));
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    /// The class file as it was compiled.
    static byte[] bytes(String name) {
        String file = name.replace('.', '/') + ".class";
        try (InputStream in = ProgramLoader.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("load class: no such file: " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("load class: " + file, e);
        }
    }

    private static byte[] taped(String name, Mutant mutant) {
        ClassFile files = ClassFile.of();
        ClassTransform transform = (builder, element) -> {
            if (element instanceof MethodModel method && method.code().isPresent()) {
                String id =
                        method.methodName().stringValue() + method.methodType().stringValue();
                List<CodeElement> code = mutant != null && mutant.method().equals(id) ? mutant.code() : null;
                builder.transformMethod(method, (body, part) -> {
                    if (part instanceof CodeModel model) {
                        body.transformCode(model, new Taping(code == null ? model.elementList() : code));
                    } else {
                        body.with(part);
                    }
                });
            } else {
                builder.with(element);
            }
        };
        return files.transformClass(files.parse(bytes(name)), transform);
    }

    /// Writes code in the place of what was there.
    private record Taping(List<CodeElement> code) implements CodeTransform {
        @Override
        public void accept(CodeBuilder builder, CodeElement old) {}

        @Override
        public void atEnd(CodeBuilder builder) {
            Set<Label> passed = new HashSet<>();
            for (CodeElement element : code) {
                if (element instanceof LabelTarget target) {
                    passed.add(target.label());
                }
                if (element instanceof BranchInstruction branch && passed.contains(branch.target())) {
                    builder.with(Marks.LOOP);
                }
                if (element instanceof FieldInstruction field && isStandardOutput(field)) {
                    builder.getstatic(Marks.TAPE, "OUT", PRINT_STREAM);
                } else {
                    builder.with(element);
                }
            }
        }

        private static boolean isStandardOutput(FieldInstruction field) {
            return field.opcode() == Opcode.GETSTATIC
                    && field.owner().asInternalName().equals("java/lang/System")
                    && field.name().equalsString("out");
        }
    }
}
