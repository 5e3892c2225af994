package org.jmill;

import java.io.IOException;
import java.io.InputStream;
import java.lang.StackWalker.StackFrame;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What the compiled code says of a choose that it makes: whether it may still be ended.
///
/// That one was not ended in this run proves little: it is kept for a loop that had nothing to do, or an exception came
/// in between. One that the code drops, `choose().in(ch, …);`, is never ended by anybody. One that it keeps may be,
/// if [Choose#end] is called somewhere in that class or in those nested with it.
final class ChooseCode {
    private static final String CHOOSE = "org/jmill/Choose";

    private ChooseCode() {}

    /// Whether the code that made a choose, or its neighbours, may end it.
    ///
    /// @param made the frame that made it
    /// @return false too where the code is not to be had
    static boolean mayEnd(StackFrame made) {
        try {
            ClassModel maker = read(made.getClassName().replace('.', '/'));
            return maker != null && !isDropped(maker, made) && nest(maker).anyMatch(ChooseCode::callsEnd);
        } catch (IOException | RuntimeException e) { // What a class loader throws, or a class file of another kind.
            return false;
        }
    }

    private static ClassModel read(String name) throws IOException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context != null ? context : ChooseCode.class.getClassLoader();
        try (InputStream bytes = loader.getResourceAsStream(name + ".class")) {
            return bytes == null ? null : ClassFile.of().parse(bytes.readAllBytes());
        }
    }

    /// The class and those that are nested with it.
    private static Stream<ClassModel> nest(ClassModel one) throws IOException {
        ClassModel host = one;
        var hostName = one.findAttribute(Attributes.nestHost());
        if (hostName.isPresent()) {
            host = read(hostName.get().nestHost().asInternalName());
        }
        List<ClassModel> all = new ArrayList<>(List.of(one));
        if (host != null) {
            all.add(host);
            var members = host.findAttribute(Attributes.nestMembers());
            for (ClassEntry member : members.isPresent() ? members.get().nestMembers() : List.<ClassEntry>of()) {
                ClassModel read = read(member.asInternalName());
                if (read != null) {
                    all.add(read);
                }
            }
        }
        return all.stream();
    }

    /// Called, or named as `c::end`.
    private static boolean callsEnd(ClassModel in) {
        return StreamSupport.stream(in.constantPool().spliterator(), false)
                .anyMatch(entry -> entry instanceof MemberRefEntry member
                        && member.owner().asInternalName().equals(CHOOSE)
                        && member.name().equalsString("end"));
    }

    /// A frame has no more than the method's name: of several, it is one that calls something at that place.
    private static boolean isDropped(ClassModel in, StackFrame made) {
        return in.methods().stream()
                .filter(method -> method.methodName().equalsString(made.getMethodName()))
                .flatMap(method -> method.code().stream())
                .anyMatch(code -> isDropped(code, made.getByteCodeIndex()));
    }

    /// Whether the last call of the chain `choose().in(…).out(…)` has its result thrown away. Between two calls of the
    /// chain stands what computes the arguments.
    private static boolean isDropped(CodeModel code, int madeAt) {
        int at = 0;
        boolean isOnTop = false;
        for (var element : code) {
            if (!(element instanceof Instruction instruction)) {
                continue;
            }
            if (isOnTop && instruction.opcode() == Opcode.POP) {
                return true;
            }
            if (isOnTop && isKept(instruction)) {
                return false;
            }
            isOnTop = at == madeAt ? instruction instanceof InvokeInstruction : at > madeAt && givesChoose(instruction);
            at += instruction.sizeInBytes();
        }
        return false;
    }

    private static boolean isKept(Instruction instruction) {
        return switch (instruction.opcode().kind()) {
            case STORE, FIELD_ACCESS, RETURN, ARRAY_STORE -> instruction.opcode() != Opcode.GETSTATIC;
            case INVOKE -> isOfChoose(instruction) && !givesChoose(instruction); // Its end().
            default -> false;
        };
    }

    private static boolean isOfChoose(Instruction instruction) {
        return instruction instanceof InvokeInstruction call
                && call.owner().asInternalName().equals(CHOOSE);
    }

    private static boolean givesChoose(Instruction instruction) {
        return isOfChoose(instruction)
                && ((InvokeInstruction) instruction).type().stringValue().endsWith(")L" + CHOOSE + ";");
    }
}
