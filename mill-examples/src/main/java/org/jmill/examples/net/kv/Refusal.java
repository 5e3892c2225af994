package org.jmill.examples.net.kv;

/// What is wrong with a command; its message is the reply. Nothing was changed then.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message, null, false, false);
    }
}
