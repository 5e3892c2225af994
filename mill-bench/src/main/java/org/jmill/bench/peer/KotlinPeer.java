package org.jmill.bench.peer;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jmill.bench.program.Parking;
import org.jmill.bench.program.ProcessorTime;
import org.jmill.bench.program.Program;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Sample;

/// The programs of [KotlinPrograms] and [KotlinScopes], which only tell how long they took.
final class KotlinPeer {
    private KotlinPeer() {}

    static Map<Programs, Program> programs() {
        Map<Programs, Program> all = new EnumMap<>(Programs.class);
        all.put(Programs.GO, timed(KotlinPrograms::go));
        all.put(Programs.CTXSWITCH, timed(KotlinPrograms::ctxswitch));
        all.put(Programs.CHAN, count -> new Sample(2 * count, KotlinPrograms.chan(count), null));
        all.put(Programs.CHS, timed(KotlinPrograms::chs));
        all.put(Programs.CHR, timed(KotlinPrograms::chr));
        all.put(Programs.STREAM, timed(count -> KotlinPrograms.stream(count, 0)));
        all.put(Programs.BUFFERED, timed(count -> KotlinPrograms.stream(count, 128)));
        all.put(Programs.CHOOSE, timed(KotlinPrograms::choose));
        all.put(Programs.SELECT, timed(KotlinPrograms::select));
        all.put(Programs.DONE, timed(KotlinPrograms::done));
        all.put(Programs.WHISPERS, timed(KotlinPrograms::whispers));
        all.put(Programs.TIMER, timed(KotlinPrograms::timer));
        all.put(Programs.PARK, KotlinPeer::park);
        all.put(Programs.SCOPE_1, timed(KotlinScopes::scopes));
        all.put(Programs.SCOPE_FORK10, timed(KotlinScopes::forks));
        all.put(Programs.SCOPE_WITHIN, timed(KotlinScopes::within));
        all.put(Programs.SCOPE_RACE3, timed(KotlinScopes::races));
        all.put(Programs.SCOPE_SEMAPHORE, timed(KotlinScopes::semaphore));
        all.put(Programs.SCOPE_CONTENDED, timed(KotlinScopes::contended));
        all.put(Programs.SCOPE_MUTEX, timed(KotlinScopes::mutex));
        all.put(Programs.SCOPE_TICKER, timed(count -> KotlinScopes.ticker(count, ProcessorTime::nanos)));
        return all;
    }

    private static Program timed(LongUnaryOperator nanosOf) {
        return count -> new Sample(count, nanosOf.applyAsLong(count), null);
    }

    private static Sample park(long count) {
        long[] figures = KotlinPrograms.park(count, Parking.TURNS, Parking::usedHeap);
        return Parking.sample(count, figures[0], figures[1], figures[2]);
    }
}
