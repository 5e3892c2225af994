package org.jmill.test;

import java.lang.StackWalker.StackFrame;
import org.jmill.test.search.Places;
import org.jmill.test.sim.Marks;

/// Where a body was handed to this package: what is known of a body that has no name.
///
/// @param owner the class in which the call stands
/// @param at where it stands in its method's code; negative: nobody knows
record CallSite(Class<?> owner, String method, String descriptor, int at) {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /// Where the caller was called.
    static CallSite ofCaller() {
        StackFrame frame = WALKER.walk(frames -> frames.skip(2).findFirst()).orElseThrow();
        return new CallSite(
                frame.getDeclaringClass(), frame.getMethodName(), frame.getDescriptor(), frame.getByteCodeIndex());
    }

    String name() {
        return owner.getName() + "." + method;
    }

    /// Says which places the body wants to come to.
    void announce(Marks marks) {
        Places.ofBody(owner, method, descriptor, at, marks);
    }
}
