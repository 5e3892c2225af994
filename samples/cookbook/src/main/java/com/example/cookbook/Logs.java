package com.example.cookbook;

import static org.jmill.Mill.*;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jmill.Coroutine;
import org.jmill.CoroutineLocal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who the request is of, in each line of the log, whichever coroutine writes it.
public final class Logs {
    private static final CoroutineLocal<String> USER = CoroutineLocal.withInitial(() -> "-");
    private static final Logger LOG = LoggerFactory.getLogger(Logs.class);

    private Logs() {}

    /// `%user` in a pattern of Logback, where MDC's `%X{user}` would be.
    public static final class UserConverter extends ClassicConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return Coroutine.current().isPresent() ? USER.get() : "-";
        }
    }

    static void serve(String user) {
        USER.where(user, () -> {
            LOG.info("begins");
            msleep(now() + 10); // Others run, and log in their users' names.
            LOG.info("ends");
        });
    }
}
