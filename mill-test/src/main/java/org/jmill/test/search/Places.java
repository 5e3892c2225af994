package org.jmill.test.search;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jmill.test.sim.Marks;

/// The places that a test wants to come to, read from its code: one that no schedule comes to would not be known else.
///
/// It follows calls, lambdas and anonymous classes from a method on, as long as they are of the same source file. What
/// it cannot read, or a text that is no constant, is not announced.
public final class Places {
    private static final String CHECK = "org/jmill/test/Check";
    private static final Set<String> WANTED = Set.of("reached", "sometimes");

    private final ClassLoader loader;
    private final String outermost; // Of the classes that are read; with slashes.
    private final Map<String, ClassModel> classes = new HashMap<>();
    private final Set<Place> seen = new HashSet<>();
    private final ArrayDeque<Place> open = new ArrayDeque<>();
    private final Set<String> texts = new LinkedHashSet<>();

    /// A method; with an empty descriptor, all of that name; with an empty name, all of the class.
    private record Place(String owner, String name, String descriptor) {
        boolean covers(MethodModel method) {
            return (name.isEmpty() || method.methodName().equalsString(name))
                    && (descriptor.isEmpty() || method.methodType().equalsString(descriptor));
        }
    }

    private Places(ClassLoader loader, String owner) {
        this.loader = loader;
        int nested = owner.indexOf('$', 1);
        this.outermost = nested < 0 ? owner : owner.substring(0, nested);
    }

    /// Announces what a method wants to see.
    public static void of(Class<?> owner, String method, Marks marks) {
        String name = owner.getName().replace('.', '/');
        Places places = new Places(owner.getClassLoader(), name);
        places.follow(new Place(name, method, ""));
        places.read(marks);
    }

    /// Announces what a body wants to see that was handed to a call.
    ///
    /// @param caller the class in which the call stands
    /// @param method the method in which it stands
    /// @param at where in that method's code it stands
    public static void ofBody(Class<?> caller, String method, String descriptor, int at, Marks marks) {
        String name = caller.getName().replace('.', '/');
        Places places = new Places(caller.getClassLoader(), name);
        places.bodyBefore(new Place(name, method, descriptor), at);
        places.read(marks);
    }

    private void follow(Place place) {
        if ((place.owner().equals(outermost) || place.owner().startsWith(outermost + "$")) && seen.add(place)) {
            open.add(place);
        }
    }

    private void read(Marks marks) {
        for (Place place = open.poll(); place != null; place = open.poll()) {
            for (MethodModel method : methods(place)) {
                read(instructions(method));
            }
        }
        texts.forEach(text -> marks.mark(text, false));
    }

    private void read(List<Instruction> code) {
        Instruction before = null;
        for (Instruction instruction : code) {
            switch (instruction) {
                case InvokeInstruction call -> {
                    if (isWanted(call) && before instanceof ConstantInstruction.LoadConstantInstruction constant) {
                        wants(constant.constantValue());
                    }
                    follow(new Place(
                            call.owner().asInternalName(),
                            call.name().stringValue(),
                            call.type().stringValue()));
                }
                case InvokeDynamicInstruction dynamic -> lambda(dynamic);
                case NewObjectInstruction made ->
                    follow(new Place(made.className().asInternalName(), "", ""));
                default -> {
                    // Leads nowhere.
                }
            }
            before = instruction;
        }
    }

    private static boolean isWanted(InvokeInstruction call) {
        return call.owner().asInternalName().equals(CHECK)
                && WANTED.contains(call.name().stringValue());
    }

    private void wants(ConstantDesc constant) {
        if (constant instanceof String text) {
            texts.add(text);
        }
    }

    private void lambda(InvokeDynamicInstruction dynamic) {
        DynamicCallSiteDesc site = DynamicCallSiteDesc.of(
                dynamic.bootstrapMethod(),
                dynamic.name().stringValue(),
                dynamic.typeSymbol(),
                dynamic.bootstrapArgs().toArray(new ConstantDesc[0]));
        for (ConstantDesc argument : site.bootstrapArgs()) {
            if (argument instanceof DirectMethodHandleDesc handle) {
                String owner = handle.owner().descriptorString();
                follow(new Place(
                        owner.substring(1, owner.length() - 1), handle.methodName(), handle.lookupDescriptor()));
            }
        }
    }

    /// The lambda that is made just before the call, which takes it. If it is not made there, the whole method is
    /// followed; but not if it has more such calls, whose bodies cannot be told apart.
    private void bodyBefore(Place caller, int at) {
        for (MethodModel method : methods(caller)) {
            int position = 0;
            int calls = 0;
            Instruction before = null;
            InvokeInstruction taker = null;
            Instruction made = null;
            List<Instruction> code = instructions(method);
            for (Instruction instruction : code) {
                if (position == at && instruction instanceof InvokeInstruction call) {
                    taker = call;
                    made = before;
                }
                position += instruction.sizeInBytes();
                before = instruction;
            }
            for (Instruction instruction : code) {
                calls += taker != null && instruction instanceof InvokeInstruction c && isSame(c, taker) ? 1 : 0;
            }
            if (made instanceof InvokeDynamicInstruction dynamic) {
                lambda(dynamic);
            } else if (calls == 1) {
                follow(caller);
            }
        }
    }

    private static boolean isSame(InvokeInstruction one, InvokeInstruction other) {
        return one.owner().equals(other.owner()) && one.name().equals(other.name());
    }

    private List<MethodModel> methods(Place place) {
        ClassModel model = classes.computeIfAbsent(place.owner(), this::parse);
        return model == null
                ? List.of()
                : model.methods().stream().filter(place::covers).toList();
    }

    private static List<Instruction> instructions(MethodModel method) {
        List<Instruction> all = new ArrayList<>();
        method.code().ifPresent(code -> {
            for (CodeElement element : code) {
                if (element instanceof Instruction instruction) {
                    all.add(instruction);
                }
            }
        });
        return all;
    }

    private ClassModel parse(String owner) {
        if (loader == null) {
            return null;
        }
        try (InputStream in = loader.getResourceAsStream(owner + ".class")) {
            return in == null ? null : ClassFile.of().parse(in.readAllBytes());
        } catch (IOException | IllegalArgumentException e) {
            return null; // A class without a file, or one that is newer than this JDK.
        }
    }
}
