package org.jmill.bench.mutant;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds where a method can be changed, and changes it: by the calls of verbs in its code.
///
/// A call is left out with its arguments: from where the operand stack is as high as it is after the call.
final class Mutator {
    private static final ClassDesc CHAN = ClassDesc.of("org.jmill.Chan");
    private static final String LIBRARY = "org/jmill/";
    private static final Set<String> PROGRAMS = Set.of("org/jmill/examples/", "org/jmill/bench/");

    private final String type;
    private final MethodModel method;
    private final List<CodeElement> code;
    private final Depth depth;
    private final List<Mutant> mutants = new ArrayList<>();
    private int line;

    private Mutator(String type, MethodModel method) {
        this.type = type;
        this.method = method;
        this.code = method.code().orElseThrow().elementList();
        this.depth = new Depth(code);
    }

    /// All mutants of a class that have one change each.
    static List<Mutant> mutants(byte[] bytes) {
        ClassModel model = ClassFile.of().parse(bytes);
        String name = model.thisClass().asInternalName().replace('/', '.');
        List<Mutant> all = new ArrayList<>();
        for (MethodModel method : model.methods()) {
            if (method.code().isPresent() && !method.methodName().equalsString("soFar")) {
                all.addAll(new Mutator(name, method).find());
            }
        }
        return all;
    }

    private List<Mutant> find() {
        int clause = -1; // The call that has made the clause before.
        for (int i = 0; i < code.size(); i++) {
            if (code.get(i) instanceof LineNumber number) {
                line = number.line();
            }
            if (code.get(i) instanceof InvokeInstruction call) {
                if (isLibrary(call)) {
                    dropOrRepeat(i, call);
                    shrink(i, call);
                    if (isClause(call)) {
                        swapClauses(clause, i);
                    }
                    clause = isClause(call) ? i : call.owner().asInternalName().endsWith("/Choose") ? -1 : clause;
                } else {
                    swapChannels(i, call);
                }
            }
        }
        return mutants;
    }

    private static boolean isLibrary(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        return owner.startsWith(LIBRARY) && PROGRAMS.stream().noneMatch(owner::startsWith);
    }

    // ---- calls that are left out, or done twice

    private void dropOrRepeat(int at, InvokeInstruction call) {
        Operator operator = operatorOf(call);
        if (operator == null) {
            return;
        }
        int from = depth.startOf(at, ownSlots(call, operator));
        boolean isPopped = at + 1 < code.size()
                && code.get(at + 1) instanceof StackInstruction stack
                && stack.opcode() == Opcode.POP;
        List<CodeElement> instead = new ArrayList<>();
        instead.add(Marks.REACHED);
        int to = at;
        if (from < 0) {
            return;
        }
        if (call.typeSymbol().returnType().equals(ConstantDescs.CD_boolean)) {
            instead.add(ConstantInstruction.ofIntrinsic(Opcode.ICONST_1));
        } else if (!call.typeSymbol().returnType().equals(ConstantDescs.CD_void) && !isOnChoose(operator)) {
            if (!isPopped) {
                return; // Somebody needs its result.
            }
            to = at + 1;
        }
        add(operator, call, replaced(from, to, instead));
        if (operator == Operator.DROP_SEND && call.typeSymbol().returnType().equals(ConstantDescs.CD_void)) {
            List<CodeElement> twice = new ArrayList<>(code.subList(from, to + 1));
            twice.add(Marks.REACHED);
            twice.addAll(code.subList(from, to + 1).stream()
                    .filter(element -> element instanceof Instruction)
                    .toList());
            add(Operator.REPEAT_SEND, call, replaced(from, to, twice));
        }
    }

    private static boolean isOnChoose(Operator operator) {
        return operator == Operator.DROP_CLAUSE || operator == Operator.DROP_WHEN;
    }

    /// A clause's receiver is also its result: so it stays.
    private static int ownSlots(InvokeInstruction call, Operator operator) {
        boolean withReceiver = call.opcode() != Opcode.INVOKESTATIC && !isOnChoose(operator);
        return Depth.slots(call.typeSymbol()) + (withReceiver ? 1 : 0);
    }

    private static Operator operatorOf(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        return switch (call.name().stringValue()) {
            case "done", "chdone" -> owner.endsWith("/WaitGroup") ? Operator.DROP_RELEASE : Operator.DROP_DONE;
            case "close", "fail" ->
                owner.endsWith("/Inbox") || owner.endsWith("/Chan")
                        ? Operator.DROP_DONE
                        : owner.endsWith("/Permit") ? Operator.DROP_RELEASE : null;
            case "when" -> Operator.DROP_WHEN;
            case "in", "out", "outFrom", "otherwise", "deadline" ->
                owner.endsWith("/Choose") ? Operator.DROP_CLAUSE : null;
            case "send", "chs", "trySend", "publish" -> Operator.DROP_SEND;
            case "receive", "chr", "receiveOrDone", "await" -> Operator.DROP_RECEIVE;
            case "go", "daemon", "every" -> Operator.DROP_GO;
            case "join" -> Operator.DROP_JOIN;
            case "cancel" -> Operator.DROP_CANCEL;
            case "unlock", "release", "countDown", "signal", "signalAll", "leave" ->
                owner.endsWith("/Mill") ? null : Operator.DROP_RELEASE;
            default -> null;
        };
    }

    // ---- buffers

    private void shrink(int at, InvokeInstruction call) {
        String name = call.name().stringValue();
        boolean isMade = name.equals("chmake")
                || name.equals("make") && call.owner().asInternalName().endsWith("/Chan");
        boolean isSubscribed = name.equals("subscribe");
        if (!isMade && !isSubscribed) {
            return;
        }
        int capacity = isMade ? at : depth.startOf(at, 1); // Where it lies on top of the stack.
        int from = isMade ? depth.startOf(at, 1) : capacity < 0 ? -1 : depth.startOf(capacity, 1);
        Integer constant = from >= 0
                        && code.get(from) instanceof ConstantInstruction given
                        && given.constantValue() instanceof Integer number
                ? number
                : null;
        if (from < 0 || constant != null && constant == 0) {
            return;
        }
        if (constant == null || constant > 1) {
            add(
                    Operator.SHRINK_BUFFER,
                    call,
                    replaced(
                            capacity,
                            capacity - 1,
                            List.of(
                                    Marks.REACHED,
                                    ConstantInstruction.ofIntrinsic(Opcode.ICONST_1),
                                    OperatorInstruction.of(Opcode.ISUB))));
        }
        add(
                Operator.NO_BUFFER,
                call,
                replaced(
                        capacity,
                        capacity - 1,
                        List.of(
                                Marks.REACHED,
                                StackInstruction.of(Opcode.POP),
                                ConstantInstruction.ofIntrinsic(Opcode.ICONST_0))));
    }

    // ---- what stands in the wrong place

    private static boolean isClause(InvokeInstruction call) {
        return call.owner().asInternalName().endsWith("/Choose")
                && Set.of("in", "out", "outFrom").contains(call.name().stringValue());
    }

    private void swapClauses(int first, int second) {
        if (first < 0) {
            return;
        }
        int[] one = argument(first, 0);
        int[] other = argument(second, 0);
        if (one != null && other != null && one[1] < other[0]) {
            add(Operator.SWAP_CLAUSES, (InvokeInstruction) code.get(second), swapped(one, other));
        }
    }

    private void swapChannels(int at, InvokeInstruction call) {
        List<ClassDesc> parameters = call.typeSymbol().parameterList();
        for (int n = 0; n + 1 < parameters.size(); n++) {
            if (parameters.get(n).equals(CHAN) && parameters.get(n + 1).equals(CHAN)) {
                int[] one = argument(at, n);
                int[] other = argument(at, n + 1);
                if (one != null && other != null) {
                    add(Operator.SWAP_CHANNELS, call, swapped(one, other));
                }
            }
        }
    }

    /// The code of an argument: its first index, and the one behind it.
    private int[] argument(int call, int number) {
        List<ClassDesc> parameters =
                ((InvokeInstruction) code.get(call)).typeSymbol().parameterList();
        int end = call;
        for (int n = parameters.size() - 1; n >= 0; n--) {
            int from = depth.startOf(end, Depth.slots(parameters.get(n)));
            if (from < 0 || n == number) {
                return from < 0 ? null : new int[] {from, end};
            }
            end = from;
        }
        return null;
    }

    // ---- new code

    /// The method with other code from one index to another one, both included.
    private List<CodeElement> replaced(int from, int to, List<CodeElement> instead) {
        List<CodeElement> changed = new ArrayList<>(code.subList(0, from));
        changed.addAll(instead);
        changed.addAll(code.subList(to + 1, code.size()));
        return changed;
    }

    private List<CodeElement> swapped(int[] one, int[] other) {
        List<CodeElement> changed = new ArrayList<>(code.subList(0, one[0]));
        changed.add(Marks.REACHED);
        changed.addAll(code.subList(other[0], other[1]));
        changed.addAll(code.subList(one[1], other[0]));
        changed.addAll(code.subList(one[0], one[1]));
        changed.addAll(code.subList(other[1], code.size()));
        return changed;
    }

    private void add(Operator operator, InvokeInstruction call, List<CodeElement> changed) {
        String name = method.methodName().stringValue() + method.methodType().stringValue();
        mutants.add(new Mutant(operator, type, name, line, call.name().stringValue(), changed));
    }
}
