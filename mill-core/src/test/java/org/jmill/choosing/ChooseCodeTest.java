package org.jmill.choosing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import org.jmill.Choose;
import org.junit.jupiter.api.Test;

/// What the speed of a choose rests on, and a change of its code could undo without being noticed.
class ChooseCodeTest {
    private static final int FREQ_INLINE_SIZE = 325; // HotSpot's default.

    @Test
    void whatComesBeforeTheWaitIsTooLongToBeInlined() throws IOException {
        assertTrue(codeLength("mustWait") > FREQ_INLINE_SIZE);
        assertTrue(codeLength("end") < FREQ_INLINE_SIZE);
    }

    private static int codeLength(String method) throws IOException {
        try (InputStream in = Choose.class.getResourceAsStream("Choose.class")) {
            ClassModel choose = ClassFile.of().parse(in.readAllBytes());
            return choose.methods().stream()
                    .filter(m -> m.methodName().equalsString(method))
                    .map(ChooseCodeTest::code)
                    .mapToInt(CodeAttribute::codeLength)
                    .sum();
        }
    }

    private static CodeAttribute code(MethodModel method) {
        return (CodeAttribute) method.code().orElseThrow();
    }
}
