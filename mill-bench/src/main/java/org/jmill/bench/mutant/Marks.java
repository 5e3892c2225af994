package org.jmill.bench.mutant;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/// The calls of [Tape] that are put into a program.
final class Marks {
    static final ClassDesc TAPE = ClassDesc.of(Tape.class.getName());

    /// Stands where a program was changed.
    static final CodeElement REACHED = call("reached");

    /// Stands before each jump backwards.
    static final CodeElement LOOP = call("loop");

    private Marks() {}

    private static CodeElement call(String name) {
        ConstantPoolBuilder pool = ConstantPoolBuilder.of();
        return InvokeInstruction.of(
                Opcode.INVOKESTATIC, pool.methodRefEntry(TAPE, name, MethodTypeDesc.ofDescriptor("()V")));
    }
}
