package org.jmill.bench.mutant;

import java.lang.classfile.CodeElement;
import java.util.List;

/// A program with one change.
///
/// @param operator what kind of change
/// @param type the name of the class that is changed
/// @param method the name of the method in it, with its descriptor
/// @param line in its source
/// @param what the call that is changed
/// @param code the method as it is then
record Mutant(Operator operator, String type, String method, int line, String what, List<CodeElement> code) {
    @Override
    public String toString() {
        String simple = type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
        return simple + ":" + line + " `" + what + "`";
    }
}
