package org.jmill;

import java.util.Locale;
import java.util.function.Function;
import org.jmill.engine.ContinuationEngine;
import org.jmill.engine.Dispatcher;
import org.jmill.engine.Flags;
import org.jmill.engine.PortableEngine;
import org.jmill.engine.StrandEngine;
import org.jmill.engine.VirtualEngine;
import org.jspecify.annotations.Nullable;

/// Picks an engine, and says what is missing where one is not allowed.
final class Engines {
    private static final String PROPERTY = "jmill.engine";

    private static boolean told; // Guarded by the class.

    private Engines() {}

    /// Resolves AUTO and checks that the engine may be used on this thread.
    ///
    /// @param asked the engine of the options; null = as the system property says
    static Engine resolve(@Nullable Engine asked) {
        Engine engine = asked != null ? asked : fromProperty();
        if (engine == Engine.AUTO) {
            return firstAllowed();
        }
        String obstacle = obstacle(engine);
        if (obstacle != null) {
            throw new MillPanic("run engine " + engine + ": " + obstacle);
        }
        return engine == Engine.CONTINUATION ? onItsPath() : engine;
    }

    private static Engine fromProperty() {
        String value = System.getProperty(PROPERTY, "AUTO");
        try {
            return Engine.valueOf(value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new MillPanic("run engine "
                    + value
                    + ": no such engine; -D"
                    + PROPERTY
                    + "= takes auto, continuation, virtual or portable");
        }
    }

    private static Engine firstAllowed() {
        String obstacle = obstacle(Engine.CONTINUATION);
        if (obstacle == null) {
            return onItsPath();
        }
        Engine next = obstacle(Engine.VIRTUAL) == null ? Engine.VIRTUAL : Engine.PORTABLE;
        if (!Thread.currentThread().isVirtual()) {
            tellOnce("using engine " + next + ", slower than CONTINUATION: " + obstacle);
        }
        return next;
    }

    /// CONTINUATION, of which is said if it is slower than it could be.
    private static Engine onItsPath() {
        String reason = ContinuationEngine.whySlower();
        if (reason != null) {
            tellOnce("using engine CONTINUATION, slower than it could be: " + reason);
        }
        return Engine.CONTINUATION;
    }

    private static synchronized void tellOnce(String message) {
        if (!told) {
            told = true;
            System.getLogger("org.jmill").log(System.Logger.Level.INFO, message);
        }
    }

    /// Why an engine cannot be used here, or null.
    private static String obstacle(Engine engine) {
        boolean virtualCaller = Thread.currentThread().isVirtual();
        return switch (engine) {
            case CONTINUATION -> {
                if (virtualCaller) {
                    yield "needs a platform thread, but "
                            + callerName()
                            + " is virtual: call Mill.run"
                            + " from a platform thread, or use Engine.PORTABLE";
                }
                yield Continuations.ALLOWED ? null : "add " + Flags.CONTINUATION + " to the java command";
            }
            case VIRTUAL -> VirtualEngine.isAllowed() ? null : "add " + Flags.VIRTUAL + " to the java command";
            default -> null;
        };
    }

    private static String callerName() {
        return Thread.currentThread().getName().isEmpty()
                ? "the calling thread"
                : Thread.currentThread().getName();
    }

    static Function<Dispatcher, StrandEngine> factory(Engine resolved) {
        return switch (resolved) {
            case CONTINUATION -> dispatcher -> new ContinuationEngine();
            case VIRTUAL -> VirtualEngine::new;
            case PORTABLE, AUTO -> PortableEngine::new;
        };
    }

    /// Whether the JVM lets us have continuations; asked once, since a class whose initialiser has failed fails
    /// in another way from then on.
    private static final class Continuations {
        static final boolean ALLOWED = probe();

        private static boolean probe() {
            try {
                ContinuationEngine.probe();
                return true;
            } catch (IllegalAccessError e) {
                return false;
            }
        }
    }
}
