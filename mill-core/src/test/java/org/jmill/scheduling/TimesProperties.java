package org.jmill.scheduling;

import static org.jmill.Mill.after;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.harness.TestMill;
import org.jmill.harness.VirtualWorld;

/// Arithmetic on times, the extremes included: a wait is never shorter than asked for, and nothing overflows.
@Tag("slow")
class TimesProperties {
    private static final BigInteger NS_PER_MS = BigInteger.valueOf(1_000_000);

    @Provide
    Arbitrary<Duration> durations() {
        Arbitrary<Long> seconds = Arbitraries.oneOf(
                Arbitraries.longs(),
                Arbitraries.longs().between(-5, 5),
                Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE));
        Arbitrary<Integer> nanos = Arbitraries.integers().between(0, 999_999_999);
        return seconds.flatMap(s -> nanos.map(n -> Duration.ofSeconds(s).plusNanos(s == Long.MAX_VALUE ? 0 : n)));
    }

    private static BigInteger nanos(Duration duration) {
        return BigInteger.valueOf(duration.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(duration.getNano()));
    }

    @Property
    void afterIsTheFirstMillisecondThatIsFarEnoughAhead(
            @ForAll("durations") Duration ahead, @ForAll("parts") int partOfAMillisecondNs) {
        VirtualWorld world = new VirtualWorld();
        TestMill.run(MillOptions.defaults().engine(Engine.PORTABLE).world(world), () -> {
            world.clock.advanceNs(partOfAMillisecondNs);
            BigInteger until = BigInteger.valueOf(world.nanoTime()).add(nanos(ahead));
            BigInteger exact = until.add(NS_PER_MS).subtract(BigInteger.ONE).divide(NS_PER_MS);
            long after = after(ahead);
            assertTrue(after >= 0);
            if (until.signum() <= 0) {
                assertEquals(0, after);
            } else if (exact.compareTo(BigInteger.valueOf(Long.MAX_VALUE - 2_000)) < 0) {
                long late = after - exact.longValueExact();
                assertTrue(late >= 0 && late <= 1, () -> ahead + ": " + after + " for " + exact);
            } else {
                assertTrue(after > Long.MAX_VALUE - 4_000, () -> ahead + ": " + after);
            }
        });
    }

    @Provide
    Arbitrary<Integer> parts() {
        return Arbitraries.integers().between(0, 999_999);
    }

    @Property(tries = 100)
    void aWaitEndsNoSoonerThanItsDeadlineAndNotAMillisecondLater(
            @ForAll("deadlines") long aheadMs, @ForAll("parts") int partOfAMillisecondNs) {
        VirtualWorld world = new VirtualWorld();
        TestMill.run(MillOptions.defaults().engine(Engine.PORTABLE).world(world), () -> {
            world.clock.advanceNs(partOfAMillisecondNs);
            long deadline = now() + aheadMs;
            msleep(deadline);
            assertEquals(deadline, now());
            assertEquals(0, world.nanoTime() % 1_000_000);
        });
    }

    @Provide
    Arbitrary<Long> deadlines() {
        return Arbitraries.longs().between(1, 9_000_000_000_000L);
    }

    @Property(tries = 100)
    void anOfferThatMayNotWaitAnswersAtOnceHoweverNegativeItsTimeoutIs(@ForAll("durations") Duration timeout)
            throws Exception {
        if (timeout.isNegative() || timeout.isZero()) {
            TestMill.<Exception>run(Engine.PORTABLE, () -> {
                Inbox<Integer> inbox = Mill.inbox(1);
                inbox.offer(1);
                boolean[] accepted = {true};
                Thread giver = Thread.ofPlatform().start(() -> {
                    try {
                        accepted[0] = inbox.offer(2, timeout);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
                Mill.blocking(() -> {
                    giver.join();
                    return null;
                });
                assertFalse(accepted[0]);
                inbox.close();
            });
        }
    }

    @Property(tries = 50)
    void aDeadlineThatIsAsFarAsTimeGoesNeverComes(@ForAll("far") long deadlineMs) {
        TestMill.virtualTime(Engine.PORTABLE).run(() -> {
            Chan<Integer> ch = Mill.chmake(0);
            Mill.go(() -> {
                msleep(now() + 1_000);
                ch.send(1);
            });
            assertEquals(1, ch.receive(deadlineMs));
        });
    }

    @Provide
    Arbitrary<Long> far() {
        return Arbitraries.longs().between(Long.MAX_VALUE - 5_000_000, Long.MAX_VALUE);
    }
}
