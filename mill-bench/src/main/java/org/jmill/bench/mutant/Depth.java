package org.jmill.bench.mutant;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many slots lie on the operand stack before each element of a method: so the code of an argument can be told
/// from what stands before it.
final class Depth {
    private static final int UNKNOWN = -1;

    private final List<CodeElement> code;
    private final int[] before;
    private final Map<Label, Integer> atLabel = new HashMap<>();

    Depth(List<CodeElement> code) {
        this.code = code;
        this.before = new int[code.size()];
        walk();
    }

    private void walk() {
        int depth = 0;
        for (int i = 0; i < before.length; i++) {
            CodeElement element = code.get(i);
            if (element instanceof ExceptionCatch handler) {
                atLabel.put(handler.handler(), 1);
            }
            if (element instanceof LabelTarget target) {
                depth = atLabel.getOrDefault(target.label(), Math.max(depth, 0));
            }
            before[i] = depth;
            if (element instanceof Instruction instruction && depth != UNKNOWN) {
                depth = after(instruction, depth);
            }
        }
    }

    private int after(Instruction instruction, int depth) {
        switch (instruction) {
            case BranchInstruction branch -> {
                int left = depth - popped(branch.opcode());
                atLabel.putIfAbsent(branch.target(), left);
                return branch.opcode() == Opcode.GOTO || branch.opcode() == Opcode.GOTO_W ? UNKNOWN : left;
            }
            case TableSwitchInstruction table -> {
                branches(table.cases(), table.defaultTarget(), depth - 1);
                return UNKNOWN;
            }
            case LookupSwitchInstruction lookup -> {
                branches(lookup.cases(), lookup.defaultTarget(), depth - 1);
                return UNKNOWN;
            }
            case ReturnInstruction _, ThrowInstruction _ -> {
                return UNKNOWN;
            }
            default -> {
                return depth + effect(instruction);
            }
        }
    }

    private void branches(List<SwitchCase> cases, Label otherwise, int depth) {
        cases.forEach(one -> atLabel.putIfAbsent(one.target(), depth));
        atLabel.putIfAbsent(otherwise, depth);
    }

    private static int popped(Opcode branch) {
        return switch (branch) {
            case GOTO, GOTO_W -> 0;
            case IFEQ, IFNE, IFLT, IFGE, IFGT, IFLE, IFNULL, IFNONNULL -> 1;
            default -> 2;
        };
    }

    private static int effect(Instruction instruction) {
        return switch (instruction) {
            case LoadInstruction load -> load.typeKind().slotSize();
            case StoreInstruction store -> -store.typeKind().slotSize();
            case ConstantInstruction constant -> constant.typeKind().slotSize();
            case FieldInstruction field -> effect(field);
            case InvokeInstruction call -> {
                int receiver = call.opcode() == Opcode.INVOKESTATIC ? 0 : 1;
                yield slots(call.typeSymbol().returnType()) - slots(call.typeSymbol()) - receiver;
            }
            case InvokeDynamicInstruction call -> slots(call.typeSymbol().returnType()) - slots(call.typeSymbol());
            case NewObjectInstruction _ -> 1;
            case NewMultiArrayInstruction many -> 1 - many.dimensions();
            case ArrayLoadInstruction load -> load.typeKind().slotSize() - 2;
            case ArrayStoreInstruction store -> -2 - store.typeKind().slotSize();
            case ConvertInstruction convert ->
                convert.toType().slotSize() - convert.fromType().slotSize();
            case MonitorInstruction _ -> -1;
            case OperatorInstruction operator -> effect(operator);
            case StackInstruction stack ->
                switch (stack.opcode()) {
                    case POP -> -1;
                    case POP2 -> -2;
                    case DUP, DUP_X1, DUP_X2 -> 1;
                    case DUP2, DUP2_X1, DUP2_X2 -> 2;
                    default -> 0;
                };
            default -> 0;
        };
    }

    private static int effect(FieldInstruction field) {
        int size = slots(field.typeSymbol());
        return switch (field.opcode()) {
            case GETSTATIC -> size;
            case PUTSTATIC -> -size;
            case GETFIELD -> size - 1;
            default -> -size - 1;
        };
    }

    private static int effect(OperatorInstruction operator) {
        return switch (operator.opcode()) {
            case INEG, LNEG, FNEG, DNEG, ARRAYLENGTH -> 0;
            case LCMP, DCMPL, DCMPG -> -3;
            case FCMPL, FCMPG, LSHL, LSHR, LUSHR -> -1;
            default -> -operator.typeKind().slotSize();
        };
    }

    static int slots(ClassDesc type) {
        return TypeKind.from(type).slotSize();
    }

    static int slots(MethodTypeDesc type) {
        return type.parameterList().stream().mapToInt(Depth::slots).sum();
    }

    /// Where the code of the arguments of a call begins.
    ///
    /// @param call its index
    /// @param own how many slots of what lies on the stack before the call are its arguments
    /// @return the index of their first instruction; -1 if it is not plain code
    int startOf(int call, int own) {
        int wanted = before[call] - own;
        if (own == 0) {
            return call;
        }
        for (int i = call - 1; i >= 0; i--) {
            if (code.get(i) instanceof BranchInstruction || code.get(i) instanceof LabelTarget) {
                return -1;
            }
            if (before[i] == wanted && code.get(i) instanceof Instruction) {
                return i;
            }
        }
        return -1;
    }
}
