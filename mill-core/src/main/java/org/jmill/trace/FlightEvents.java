package org.jmill.trace;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.StackTrace;

/// Events for the JDK Flight Recorder: `jmill.Spawn`, `jmill.End`, `jmill.Park`, `jmill.Operation`.
/// They cost nothing until a recording is started, since nobody calls here before.
///
/// None takes a stack trace unless the recording asks for it: there may be ten million a second, and with its
/// stack each costs fifty times as much, and hundreds of megabytes beside the heap within half a minute.
public final class FlightEvents {
    private FlightEvents() {}

    /// Follows the flight recorder from now on: [Trace#on] is raised while a recording runs. Does
    /// nothing on a JVM without the recorder.
    public static void watch() {
        if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) {
            Watcher.install();
        }
    }

    static void spawn(long coroutine, String name) {
        SpawnEvent e = new SpawnEvent();
        e.coroutine = coroutine;
        e.coroutineName = name;
        e.commit();
    }

    static void end(long coroutine) {
        EndEvent e = new EndEvent();
        e.coroutine = coroutine;
        e.commit();
    }

    static void operation(long coroutine, String operation) {
        OperationEvent e = new OperationEvent();
        if (e.shouldCommit()) {
            e.coroutine = coroutine;
            e.operation = operation;
            e.commit();
        }
    }

    static Object park() {
        ParkEvent e = new ParkEvent();
        e.begin();
        return e;
    }

    static void parked(Object token, long coroutine, String waitedFor) {
        ParkEvent e = (ParkEvent) token;
        e.end();
        if (e.shouldCommit()) {
            e.coroutine = coroutine;
            e.waitedFor = waitedFor;
            e.commit();
        }
    }

    /// Raises the switch while any recording runs.
    private static final class Watcher implements FlightRecorderListener {
        private static boolean installed;

        static synchronized void install() {
            if (!installed) {
                installed = true;
                FlightRecorder.addListener(new Watcher());
            }
        }

        @Override
        public void recorderInitialized(FlightRecorder recorder) {
            look(recorder);
        }

        @Override
        public void recordingStateChanged(Recording recording) {
            look(FlightRecorder.getFlightRecorder());
        }

        private static void look(FlightRecorder recorder) {
            boolean running = recorder.getRecordings().stream().anyMatch(r -> r.getState() == RecordingState.RUNNING);
            if (running) {
                EventType.getEventType(SpawnEvent.class); // Registers the events in time.
            }
            Trace.setRecording(running);
        }
    }

    @Name("jmill.Spawn")
    @Label("Coroutine Spawned")
    @Category("jmill")
    @StackTrace(false)
    private static final class SpawnEvent extends Event {
        @Label("Coroutine")
        long coroutine;

        @Label("Name")
        String coroutineName;
    }

    @Name("jmill.End")
    @Label("Coroutine Ended")
    @Category("jmill")
    @StackTrace(false)
    private static final class EndEvent extends Event {
        @Label("Coroutine")
        long coroutine;
    }

    @Name("jmill.Park")
    @Label("Coroutine Parked")
    @Category("jmill")
    @StackTrace(false)
    @Description("A coroutine was suspended; the duration is that of the wait")
    private static final class ParkEvent extends Event {
        @Label("Coroutine")
        long coroutine;

        @Label("Waited For")
        String waitedFor;
    }

    @Name("jmill.Operation")
    @Label("Operation")
    @Category("jmill")
    @StackTrace(false)
    @Description("A coroutine used a channel or another verb")
    private static final class OperationEvent extends Event {
        @Label("Coroutine")
        long coroutine;

        @Label("Operation")
        String operation;
    }
}
