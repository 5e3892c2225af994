package com.example.cookbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jmill.Mill;
import org.jmill.Scope;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogsTest {
    @Test
    void eachLineNamesTheUserOfItsCoroutine() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%user %msg%n");
        context.putObject(
                ch.qos.logback.core.CoreConstants.PATTERN_RULE_REGISTRY,
                Map.of("user", Logs.UserConverter.class.getName()));
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(lines);
        appender.start();
        Logger logger = context.getLogger(Logs.class);
        logger.addAppender(appender);
        try {
            Mill.run(() -> Scope.run(scope -> {
                scope.go(() -> Logs.serve("ann"));
                scope.go(() -> Logs.serve("bob"));
            }));
        } finally {
            logger.detachAppender(appender);
        }
        assertEquals("ann begins\nbob begins\nann ends\nbob ends\n", lines.toString(StandardCharsets.UTF_8));
    }
}
