package org.jmill.test;

import java.util.List;
import java.util.Objects;

/// The model of a map of strings: each key is a register, which holds what was last put into it.
///
/// {@snippet file="org/jmill/test/snippets/HistorySnippet.java" region="example"}
///
/// Any thread may use it.
///
/// Source: none.
///
/// @since 0.1.0
public final class Register implements Model<String, Op, String> {
    private final String absent;

    private Register(String absent) {
        this.absent = absent;
    }

    /// Gives the model of a map where the value of a key that has none is null.
    ///
    /// @return the model
    public static Model<String, Op, String> model() {
        return model(null);
    }

    /// Gives the model of a map that has another word for "no value".
    ///
    /// @param absent what a get gives, and a cas expects, of a key that has no value
    /// @return the model
    public static Model<String, Op, String> model(String absent) {
        return new Register(absent);
    }

    /// Gives the word for "no value".
    @Override
    public String start() {
        return absent;
    }

    /// Does what the operation says to the value of its key.
    @Override
    public List<Outcome<String, String>> outcomes(String value, Op op) {
        return List.of(
                switch (op) {
                    case Op.Put put -> Outcome.any(put.value());
                    case Op.Get get -> Outcome.of(value, value);
                    case Op.Delete delete -> Outcome.any(absent);
                    case Op.Cas cas ->
                        Objects.equals(value, cas.from()) ? Outcome.of(cas.to(), "true") : Outcome.of(value, "false");
                });
    }

    /// Gives the operation's key.
    @Override
    public Object key(Op op) {
        return op.key();
    }

    /// Tells that a get only looks.
    @Override
    public boolean isRead(Op op) {
        return op instanceof Op.Get;
    }
}
