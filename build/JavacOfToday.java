import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/// Loads palantir-java-format so that it runs on the compiler of this JDK.
///
/// JDK 27 has changed two things in the trees that the formatter reads. Each tree knows its own end, while before one
/// had to hand it a table that its compilation unit kept: `tree.getEndPosition(unit.endPositions)`. And `var` is a
/// type, where there was none before. So, where the compiler is such a one, the formatter's calls are replaced as its
/// classes are loaded: no table is fetched and handed over, and of the type `var` it is told that there is none.
public final class JavacOfToday extends ClassLoader {
    private static final String FORMATTER = "com.palantir.javaformat.";
    private static final String TREES = "com.sun.tools.javac.tree.";
    private static final String TABLE = "endPositions";
    private static final String END = "getEndPosition";
    private static final String TYPE = "getType";
    private static final ClassDesc VARIABLE = ClassDesc.of("com.sun.source.tree.VariableTree");
    private static final ClassDesc TREE = ClassDesc.of("com.sun.source.tree.Tree");
    private static final MethodTypeDesc WITH_TABLE =
            MethodTypeDesc.of(ConstantDescs.CD_int, ClassDesc.of(TREES + "EndPosTable"));
    private static final MethodTypeDesc ALONE = MethodTypeDesc.of(ConstantDescs.CD_int);

    private final boolean hasTable = hasTable();

    /// @param jars who finds the formatter's classes
    JavacOfToday(ClassLoader jars) {
        super(jars);
    }

    private static boolean hasTable() {
        try {
            Class.forName(TREES + "EndPosTable");
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /// All classes of the formatter are loaded here: what its packages keep to themselves is seen by one loader only.
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(FORMATTER)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            byte[] fitting = hasTable ? bytes : fitted(bytes);
            return defineClass(name, fitting, 0, fitting.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static byte[] fitted(byte[] bytes) {
        ClassFile format = ClassFile.of();
        return format.transformClass(format.parse(bytes), ClassTransform.transformingMethodBodies(JavacOfToday::fit));
    }

    private static void fit(CodeBuilder code, CodeElement element) {
        switch (element) {
            case FieldInstruction get when get.name().equalsString(TABLE) -> code.pop();
            case InvokeInstruction call
            when call.typeSymbol().equals(WITH_TABLE) ->
                code.invokevirtual(call.owner().asSymbol(), END, ALONE);
            case InvokeInstruction call
            when call.owner().asSymbol().equals(VARIABLE) && call.name().equalsString(TYPE) ->
                code.invokestatic(ClassDesc.of("JavacOfToday"), TYPE, MethodTypeDesc.of(TREE, VARIABLE));
            default -> code.with(element);
        }
    }

    /// Stands in for `variable.getType()` in the formatter.
    ///
    /// @return the type that is written, or null where it is `var`
    public static Tree getType(VariableTree variable) {
        Tree type = variable.getType();
        return type != null && type.getKind().name().equals("VAR_TYPE") ? null : type;
    }
}
