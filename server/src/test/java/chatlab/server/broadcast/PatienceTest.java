package chatlab.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatlab.server.chat.Audience;
import chatlab.server.chat.Loop;
import chatlab.server.chat.Messages;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a loop waits for more messages, for how long, and what it does meanwhile. */
class PatienceTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Duration TEN_MS = Duration.ofMillis(10);

    /** A sweep every 10 ms whose writes take 10 us each, for a second. */
    @ParameterizedTest
    @CsvSource({"1, 90, 0", "1, 175, 5", "1, 260, 10", "1, 900, 10", "0.25, 20, 0", "0.25, 80, 10"})
    void itGrowsWithTheShareOfTheCpuThatWritingWouldTake(double cpus, int writes, double expectedMs) {
        Patience patience = new Patience(TEN_MS.toNanos(), cpus);
        long endNs = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            endNs += 10 * MS;
            patience.appended(writes);
            patience.swept(endNs - writes * 10_000L, endNs, writes);
        }
        double ms = (double) patience.leftNs(endNs) / MS;
        assertThat(ms).isCloseTo(expectedMs, within(0.5));
        assertThat(patience.leftNs(endNs + 10 * MS)).isNotPositive();
    }

    @Test
    void aPatientLoopRestsAndThenHandsOverAllThatCameTogether() {
        PatientLoop loop = new PatientLoop();
        LogBroadcaster broadcaster =
                new LogBroadcaster(loop, new LogOptions(TEN_MS, 1, 1 << 20, 1 << 20, SlowConsumer.GAP));
        Audience room = broadcaster.audience("rust");
        List<NarrowMember> members = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            members.add(NarrowMember.in(room, Integer.MAX_VALUE));
        }
        int said = 0;
        while (loop.timer == null) { // it does nothing but write, so that it must become patient
            room.broadcast(Messages.numbered(said++, 100));
            loop.turn();
        }
        assertThat(loop.delayNs).isBetween(1L, TEN_MS.toNanos());
        assertThat(loop.restNs).isBetween(100_000L, MS);
        int before = said - 1;
        assertThat(members).allMatch(member -> member.accountedFor() == before);
        room.broadcast(Messages.numbered(said++, 100));
        loop.awaitTimer();
        int all = said;
        assertThat(members).allMatch(member -> member.accountedFor() == all);
        members.forEach(NarrowMember::leave);
        broadcaster.close();
    }

    /** A loop that rests in no time. */
    private static final class PatientLoop implements Loop {
        private final Queue<Runnable> ends = new ArrayDeque<>();
        private @Nullable Runnable timer;
        private long setNs;
        private long delayNs;
        private long restNs;

        void turn() {
            for (Runnable end = ends.poll(); end != null; end = ends.poll()) {
                end.run();
            }
        }

        void awaitTimer() {
            while (timer != null) {
                if (System.nanoTime() - setNs >= delayNs) {
                    Runnable due = timer;
                    timer = null;
                    due.run();
                }
                Thread.onSpinWait();
            }
        }

        @Override
        public int index() {
            return 0;
        }

        @Override
        public void execute(Runnable task) {
            throw new AssertionError("everything happens on this loop");
        }

        @Override
        public void atEndOfIteration(Runnable task) {
            ends.add(task);
        }

        @Override
        public void rest(long ns) {
            restNs = ns;
        }

        @Override
        public void after(long delayNs, Runnable task) {
            this.delayNs = delayNs;
            setNs = System.nanoTime();
            timer = task;
        }
    }
}
