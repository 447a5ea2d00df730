package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.behaviour.MessageSizes;
import chatlab.clients.connection.Fleet;
import chatlab.clients.connection.Io;
import chatlab.clients.connection.SourceAddresses;
import chatlab.clients.connection.Targets;
import chatlab.clients.dialect.ChatlabDialect;
import chatlab.clients.ledger.Ledger;
import chatlab.clients.record.Series;
import chatlab.clients.schedule.Participants;
import chatlab.clients.schedule.Schedule;
import chatlab.clients.schedule.TurnSchedule;
import chatlab.generator.recording.Window;
import chatlab.protocol.StampScanner;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A generator that can't keep up hides nothing: its messages say when they were meant to leave. */
class LateGeneratorTest {
    private static final int RUN = 7;
    private static final long INTERVAL_NS = 10_000_000;
    private static final int MESSAGES = 20;
    private static final long STALL_NS = 500_000_000;

    private record Arrival(int sequence, long intendedNs, long atNs) {}

    /** One message each 10 ms; the event loop that fires the first one is held up for half a second. */
    private static final class Stalling implements Schedule {
        private final AtomicInteger fired = new AtomicInteger();

        @Override
        public long nextNs() {
            return fired.get() == MESSAGES ? OVER : fired.get() * INTERVAL_NS;
        }

        @Override
        public int take() {
            if (fired.incrementAndGet() == 1) {
                long untilNs = System.nanoTime() + STALL_NS;
                while (System.nanoTime() - untilNs < 0) {
                    LockSupport.parkNanos(untilNs - System.nanoTime());
                }
            }
            return 0;
        }
    }

    /** The loop is still held up by the first message when the run is over. */
    @Test
    void whatTheGeneratorNeverCameToIsScheduledUnsentAndLate() throws Exception {
        Cast cast = new Cast(1, 1, 1, 0);
        Ledger ledger = new Ledger(cast, RUN, 1, Ledger.DEFAULT_BUDGET);
        Series sendLag;
        try (TestServer server = TestServer.good();
                Fleet fleet = new Fleet(
                        new Fleet.Setup(
                                Targets.parse(server.target()),
                                ChatlabDialect.INSTANCE,
                                cast,
                                RUN,
                                MessageSizes.fixed(128),
                                1,
                                false,
                                SourceAddresses.any(),
                                1,
                                1,
                                Io.best()),
                        ledger)) {
            sendLag = Series.sendLag(fleet.recorders(), 0);
            Stalling stalling = new Stalling();
            connect(fleet, server);
            long startNs = System.nanoTime();
            fleet.play(List.of(stalling), startNs, new Window(startNs, startNs + INTERVAL_NS * MESSAGES));
            await().atMost(Duration.ofSeconds(20)).until(() -> stalling.fired.get() == 1);
            await().atMost(Duration.ofSeconds(20)).until(() -> System.nanoTime() - startNs > INTERVAL_NS * MESSAGES);
        }
        sendLag.tick(1);
        assertThat(ledger.sender(0).scheduled()).isEqualTo(MESSAGES);
        assertThat(ledger.sender(0).scheduledInWindow()).isEqualTo(MESSAGES);
        assertThat(ledger.sender(0).sent()).isLessThan(MESSAGES);
        assertThat(ledger.sender(0).isFlushed())
                .as("nothing is left in the send queue")
                .isTrue();
        assertThat(sendLag.total().getTotalCount()).isEqualTo(MESSAGES);
    }

    private static void connect(Fleet fleet, TestServer server) {
        URI target = URI.create(server.target());
        fleet.connect(
                List.of(new InetSocketAddress(target.getHost(), target.getPort())),
                TurnSchedule.once(1000, new Participants(1, 1, client -> 0), 1));
        await().atMost(Duration.ofSeconds(20)).until(() -> fleet.joining().connected() == 1);
    }

    @Test
    void aLateMessageCarriesItsIntendedTimeOnTheWire() throws Exception {
        List<Arrival> arrivals = new CopyOnWriteArrayList<>();
        Cast cast = new Cast(1, 1, 1, 0);
        Ledger ledger = new Ledger(cast, RUN, 1, Ledger.DEFAULT_BUDGET);
        try (TestServer server = new TestServer((number, line, members) -> StampScanner.scan(
                        line,
                        0,
                        line.length,
                        (run, sender, sequence, intendedNs) ->
                                arrivals.add(new Arrival(sequence, intendedNs, System.nanoTime()))));
                Fleet fleet = new Fleet(
                        new Fleet.Setup(
                                Targets.parse(server.target()),
                                ChatlabDialect.INSTANCE,
                                cast,
                                RUN,
                                MessageSizes.fixed(128),
                                1,
                                false,
                                SourceAddresses.any(),
                                1,
                                1,
                                Io.best()),
                        ledger)) {
            connect(fleet, server);
            long startNs = System.nanoTime();
            fleet.play(List.of(new Stalling()), startNs, new Window(startNs, startNs + INTERVAL_NS * MESSAGES));
            await().atMost(Duration.ofSeconds(20)).until(() -> arrivals.size() == MESSAGES);

            for (int i = 0; i < MESSAGES; i++) {
                assertThat(arrivals.get(i).sequence()).isEqualTo(i);
                assertThat(arrivals.get(i).intendedNs()).isEqualTo(startNs + i * INTERVAL_NS);
                assertThat(arrivals.get(i).atNs() - startNs).isGreaterThanOrEqualTo(STALL_NS);
            }
        }
    }
}
