package org.jmill.choosing;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;

/// A choose does a fixed number of things a clause, however many clauses there are.
class ChooseGrowthTest {
    private static final int CLAUSES = 1000;

    private final RecordingGenerator random = new RecordingGenerator();

    private void run(Engine engine, Body<RuntimeException> main) {
        TestMill.virtualTime(engine).with(o -> o.random(random)).run(main);
    }

    @EveryEngine
    void eachGuardAndEachSupplierIsAskedOnce(Engine engine) {
        run(engine, () -> {
            int[] guards = new int[CLAUSES];
            int[] suppliers = new int[CLAUSES];
            Choose choose = choose();
            for (int i = 0; i < CLAUSES; i++) {
                int index = i;
                choose.outFrom(chmake(i % 2), () -> suppliers[index]++).when(() -> ++guards[index] > 0);
            }
            random.willDraw(CLAUSES / 4);
            assertEquals(CLAUSES / 4 * 2 + 1, choose.end());
            assertEquals(List.of(CLAUSES / 2), random.takeBounds());
            for (int i = 0; i < CLAUSES; i++) {
                assertEquals(1, guards[i], "guard " + i);
                assertEquals(1, suppliers[i], "supplier " + i);
            }
        });
    }

    @EveryEngine
    void eachChannelEndIsQueuedOnOnceAndLeftAgain(Engine engine) {
        run(engine, () -> {
            List<Chan<Integer>> channels = new ArrayList<>();
            for (int i = 0; i < CLAUSES; i++) {
                channels.add(i % 2 == 0 ? chmake(0) : channels.getLast());
            }
            Coroutine chooser = go(() -> {
                Choose choose = choose();
                channels.forEach(choose::in);
                choose.end();
            });
            // One draw for each channel, among the two clauses that name it.
            List<Integer> draws = random.takeBounds();
            assertEquals(CLAUSES / 2, draws.size());
            assertTrue(draws.stream().allMatch(bound -> bound == 2), draws.toString());
            for (Chan<Integer> channel : channels) {
                assertEquals(1, Inside.receivers(channel).size());
            }
            chs(channels.get(CLAUSES / 2), 1);
            chooser.join();
            for (Chan<Integer> channel : channels) {
                assertEquals(0, Inside.receivers(channel).size());
            }
            assertEquals(List.of(), random.takeBounds());
        });
    }

    @EveryEngine
    void ofAThousandClausesOfOneChannelOneQueuesAfterOneDraw(Engine engine) {
        run(engine, () -> {
            Chan<Integer> channel = chmake(0);
            random.willDraw(700);
            int[] chosen = {0};
            Coroutine chooser = go(() -> {
                Choose choose = choose();
                for (int i = 0; i < CLAUSES; i++) {
                    choose.in(channel);
                }
                chosen[0] = choose.end();
            });
            assertEquals(List.of(CLAUSES), random.takeBounds());
            assertEquals(1, Inside.receivers(channel).size());
            chs(channel, 1);
            chooser.join();
            assertEquals(700, chosen[0]);
        });
    }
}
