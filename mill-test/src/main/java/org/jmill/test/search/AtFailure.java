package org.jmill.test.search;

/// Who was there, and waited for what, when a body failed: it is told beside the failure, as what it has suppressed.
final class AtFailure extends Throwable {
    private static final long serialVersionUID = 1L;

    AtFailure(String dump) {
        super("the mill at the failure:\n" + dump, null, false, false);
    }

    @Override
    public String toString() {
        return getMessage();
    }
}
