package chatlab.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatlab.server.chat.Audience;
import chatlab.server.chat.Messages;
import chatlab.server.chat.TurnLoop;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a loop waits for more messages, for how long, and what it does meanwhile. */
class PatienceTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Duration TEN_MS = Duration.ofMillis(10);

    /** Such as the virtual machine's clock may have: it may begin anywhere and overflow. */
    private long nowNs = Long.MAX_VALUE - 5 * MS;

    /** Each look at it takes a millisecond, so that a sweep, with one before and one behind it, seems to use as much. */
    private long cpuNs;

    private final TurnLoop loop = new TurnLoop(0);
    private final LogBroadcaster broadcaster = new LogBroadcaster(
            loop,
            new LogOptions(TEN_MS, 1, 1 << 20, 1 << 20, SlowConsumer.GAP),
            this::later,
            () -> cpuNs += MS,
            UnpooledByteBufAllocator.DEFAULT);
    private final Audience room = broadcaster.audience("rust");
    private final List<NarrowMember> members = new ArrayList<>();
    private int said;

    /** A sweep every 10 ms whose writes take 10 us each, for a second. */
    @ParameterizedTest
    @CsvSource({"1, 90, 0", "1, 175, 5", "1, 260, 10", "1, 900, 10", "0.25, 20, 0", "0.25, 80, 10"})
    void itGrowsWithTheShareOfTheCpuThatWritingWouldTake(double cpus, int writes, double expectedMs) {
        assertThat(pauseMs(cpus, 10 * MS, writes)).isCloseTo(expectedMs, within(0.5));
    }

    /** A sweep every 40 ms whose writes take 10 us each, for a second: what it uses has to fit into its share. */
    @ParameterizedTest
    @CsvSource({"0.25, 1000, 47.1", "0.25, 2000, 75", "0.5, 2000, 37.1", "1, 4000, 10", "0.25, 400, 10"})
    void aLoopWithLessThanACoreWaitsUntilItsSweepIsWithinItsShare(double cpus, int writes, double expectedMs) {
        assertThat(pauseMs(cpus, 40 * MS, writes)).isCloseTo(expectedMs, within(0.5));
    }

    /** Behind a hundred sweeps, one every {@code cycleNs}. */
    private double pauseMs(double cpus, long cycleNs, int writes) {
        Patience patience = new Patience(TEN_MS.toNanos(), cpus, () -> nowNs);
        long endNs = nowNs;
        for (int i = 0; i < 100; i++) {
            endNs += cycleNs;
            patience.appended(writes);
            patience.swept(endNs, writes * 10_000L, writes);
        }
        assertThat(patience.leftNs(endNs + 75 * MS)).isNotPositive();
        return (double) patience.leftNs(endNs) / MS;
    }

    @Test
    void withoutPatienceItDoesNotWaitForItsShareEither() {
        Patience patience = new Patience(0, 0.25, () -> nowNs);
        patience.appended(10_000);
        patience.swept(nowNs + 40 * MS, 40 * MS, 10_000);
        assertThat(patience.leftNs(nowNs + 40 * MS)).isNotPositive();
    }

    @Test
    void aPatientLoopRestsAndThenHandsOverAllThatCameTogether() {
        becomePatient();
        assertThat(loop.delayNs()).isBetween(MS, TEN_MS.toNanos());
        assertThat(loop.restNs()).isEqualTo(MS);
        int before = said - 1;
        assertThat(members).allMatch(member -> member.accountedFor() == before);
        say(100);
        int all = said;
        List<Boolean> written = new ArrayList<>();
        broadcaster.afterWrites(() -> written.add(members.stream().allMatch(member -> member.accountedFor() == all)));
        loop.turn();
        assertThat(members).allMatch(member -> member.accountedFor() == before);
        assertThat(written).isEmpty();
        nowNs += loop.delayNs();
        loop.timeIsOver();
        assertThat(members).allMatch(member -> member.accountedFor() == all);
        assertThat(written).containsExactly(true);
        broadcaster.afterWrites(() -> written.add(true));
        assertThat(written).hasSize(2);
        assertThat(loop.hasTimer()).isFalse();
    }

    @Test
    void itsPatienceEndsWithTheIterationThatBringsMoreThanIsWorthWaitingFor() {
        becomePatient();
        int before = said - 1;
        say(40_000);
        loop.turn();
        assertThat(members).allMatch(member -> member.accountedFor() == before);
        say(40_000);
        assertThat(members).allMatch(member -> member.accountedFor() == before);
        loop.turn();
        assertThat(members).allMatch(member -> member.accountedFor() == said);
    }

    /** It does nothing but write, so that it has to, and one message waits. */
    private void becomePatient() {
        for (int i = 0; i < 500; i++) {
            members.add(NarrowMember.in(room, Integer.MAX_VALUE));
        }
        while (!loop.hasTimer()) {
            assertThat(said).isLessThan(100);
            say(100);
            loop.turn();
        }
    }

    private void say(int bytes) {
        room.broadcast(Messages.numbered(said++, bytes));
    }

    @AfterEach
    void leave() {
        members.forEach(NarrowMember::leave);
        broadcaster.close();
    }

    /** The time, by which each look at it takes a millisecond: so does a sweep, which has one before it and one behind it. */
    private long later() {
        nowNs += MS;
        return nowNs;
    }
}
