package org.jmill.trace;

import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jmill.world.ChannelView;
import org.jmill.world.ChoiceView;
import org.jmill.world.Subject;
import org.jmill.world.World;

/// Events for the JDK Flight Recorder: `jmill.Spawn`, `jmill.End`, `jmill.Park`, `jmill.Operation`; `jmill.Stall` and
/// `jmill.StallEnd`; and at the end of each part of a recording `jmill.Waiting`, one for each coroutine that waits.
/// They cost nothing until a recording is started, since nobody calls here before.
///
/// None takes a stack trace unless the recording asks for it: there may be ten million a second, and with its
/// stack each costs fifty times as much, and hundreds of megabytes beside the heap within half a minute.
public final class FlightEvents {
    private static final int CHANNELS_MAX = 10; // Of one choose.

    private FlightEvents() {}

    /// Follows the flight recorder from now on: [Trace#on] is raised while a recording runs. Does
    /// nothing on a JVM without the recorder.
    ///
    /// @param whoWaits tells of all who wait, by [Trace#waits]; called by any thread
    public static void watch(Runnable whoWaits) {
        if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) {
            Watcher.install(whoWaits);
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

    static void stall(String mill, Subject coroutine, long forMs, String blocking, String stack) {
        StallEvent e = new StallEvent();
        e.mill = mill;
        e.coroutine = coroutine.id();
        e.coroutineName = nameOf(coroutine);
        e.soFar = forMs;
        e.blockingCall = blocking;
        e.stack = stack;
        e.commit();
    }

    static void stallEnd(String mill, Subject coroutine, long forMs, String blocking) {
        StallEndEvent e = new StallEndEvent();
        e.mill = mill;
        e.coroutine = coroutine.id();
        e.coroutineName = nameOf(coroutine);
        e.lasted = forMs;
        e.blockingCall = blocking;
        e.commit();
    }

    private static String nameOf(Subject subject) {
        return subject.name().isEmpty() ? null : subject.name();
    }

    static Object park(String mill, Subject coroutine, String waitedFor, Object object) {
        ParkEvent e = new ParkEvent();
        e.mill = mill;
        e.coroutine = coroutine.id();
        e.coroutineName = nameOf(coroutine);
        e.waitedFor = waitedFor;
        e.channel = channels(object);
        e.sinceNs = World.real().nanoTime();
        e.begin();
        return e;
    }

    static void parkWoken(Object token) {
        ParkEvent e = (ParkEvent) token;
        e.waiting = World.real().nanoTime() - e.sinceNs;
    }

    static void parked(Object token) {
        ParkEvent e = (ParkEvent) token;
        e.end();
        if (e.shouldCommit()) {
            long all = World.real().nanoTime() - e.sinceNs;
            e.waiting = e.waiting < 0 ? all : e.waiting; // Nobody has woken it: it was switched to.
            e.ready = all - e.waiting;
            e.commit();
        }
    }

    static void waits(String mill, Subject coroutine, String waitedFor, Object object, long forMs) {
        WaitingEvent e = new WaitingEvent();
        e.mill = mill;
        e.coroutine = coroutine.id();
        e.coroutineName = nameOf(coroutine);
        e.waitedFor = waitedFor;
        e.channel = channels(object);
        e.waiting = forMs;
        e.commit();
    }

    /// `<3> jobs`, or several; null if it is none.
    private static String channels(Object object) {
        return switch (object) {
            case ChannelView channel -> written(channel);
            case ChoiceView choice ->
                choice.channels().stream()
                        .limit(CHANNELS_MAX)
                        .map(FlightEvents::written)
                        .collect(Collectors.joining(", "));
            case null, default -> null;
        };
    }

    private static String written(ChannelView channel) {
        return channel.name().isEmpty() ? channel.label() : channel.label() + " " + channel.name();
    }

    /// Raises the switch while any recording runs.
    private static final class Watcher implements FlightRecorderListener {
        private static boolean installed;
        private static Runnable whoWaits;
        private static boolean reports;

        static synchronized void install(Runnable newWhoWaits) {
            if (!installed) {
                installed = true;
                whoWaits = newWhoWaits;
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
                report();
            }
            Trace.setRecording(running);
        }

        private static synchronized void report() {
            if (!reports) {
                reports = true;
                FlightRecorder.addPeriodicEvent(WaitingEvent.class, whoWaits);
            }
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
    @Description("A coroutine was suspended; the duration is that of waiting and being ready together")
    private static final class ParkEvent extends Event {
        @Label("Mill")
        String mill;

        @Label("Coroutine")
        long coroutine;

        @Label("Name")
        String coroutineName;

        @Label("Waited For")
        String waitedFor;

        @Label("Channel")
        String channel;

        @Label("Waiting")
        @Description("Until somebody has woken it")
        @Timespan(Timespan.NANOSECONDS)
        long waiting = -1;

        @Label("Ready")
        @Description("From then on, until its turn has come")
        @Timespan(Timespan.NANOSECONDS)
        long ready;

        transient long sinceNs; // Not written.
    }

    @Name("jmill.Waiting")
    @Label("Coroutine Waits")
    @Category("jmill")
    @StackTrace(false)
    @Period("endChunk")
    @Description("A coroutine that waits at the end of this part of the recording; the first 1,000 of each mill")
    private static final class WaitingEvent extends Event {
        @Label("Mill")
        String mill;

        @Label("Coroutine")
        long coroutine;

        @Label("Name")
        String coroutineName;

        @Label("Waits For")
        String waitedFor;

        @Label("Channel")
        String channel;

        @Label("Waiting")
        @Timespan(Timespan.MILLISECONDS)
        long waiting;
    }

    @Name("jmill.Stall")
    @Label("Coroutine Keeps The Thread")
    @Category("jmill")
    @StackTrace(false)
    @Description("A coroutine keeps the mill's thread for longer than it may; nobody else runs")
    private static final class StallEvent extends Event {
        @Label("Mill")
        String mill;

        @Label("Coroutine")
        long coroutine;

        @Label("Name")
        String coroutineName;

        @Label("So Far")
        @Timespan(Timespan.MILLISECONDS)
        long soFar;

        @Label("Blocking Java Call")
        String blockingCall;

        @Label("Stack")
        String stack;
    }

    @Name("jmill.StallEnd")
    @Label("Coroutine Gave The Thread Away")
    @Category("jmill")
    @StackTrace(false)
    @Description("A coroutine that had kept the mill's thread for longer than it may has given it away")
    private static final class StallEndEvent extends Event {
        @Label("Mill")
        String mill;

        @Label("Coroutine")
        long coroutine;

        @Label("Name")
        String coroutineName;

        @Label("Lasted")
        @Timespan(Timespan.MILLISECONDS)
        long lasted;

        @Label("Blocking Java Call")
        String blockingCall;
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
