package org.jmill.harness;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.jmill.MillPanic;
import org.junit.jupiter.api.function.Executable;

/// Assertions on the one shape of all messages: `operation object: cause`.
public final class Messages {
    /// The operation begins with a lower-case letter, the object may be left out; the cause begins
    /// with no capital letter and ends without a full stop (a dump may follow on further lines).
    private static final Pattern SHAPE =
            Pattern.compile("[a-z]\\w*( \\S[^\\n]*?)?: [^A-Z\\s][^\\n]*[^.\\s](\\n.*)?", Pattern.DOTALL);

    private Messages() {}

    /// Checks the shape of a message.
    public static void assertShape(Throwable thrown) {
        String message = thrown.getMessage();
        assertTrue(
                message != null && SHAPE.matcher(message).matches(), () -> "not `operation object: cause`: " + thrown);
    }

    /// Runs code that must panic, and checks the message.
    ///
    /// @param operation how the message begins: the verb, and the object if that is known
    /// @param parts what the message must contain besides
    /// @return the panic
    public static MillPanic assertPanics(String operation, Executable code, String... parts) {
        return assertFails(MillPanic.class, operation, code, parts);
    }

    /// Runs code that must throw exactly this, and checks the message.
    public static <X extends Throwable> X assertFails(
            Class<X> type, String operation, Executable code, String... parts) {
        X thrown = assertThrows(type, code);
        assertTrue(thrown.getClass() == type, () -> "not exactly " + type + ": " + thrown);
        assertShape(thrown);
        String message = thrown.getMessage();
        assertTrue(
                message.startsWith(operation + ":") || message.startsWith(operation + " "),
                () -> "does not begin with `" + operation + "`: " + message);
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "lacks `" + part + "`: " + message);
        }
        return thrown;
    }
}
