package chatlab.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TrafficLogTest {
    @Test
    void neverFewerConnectionsThanNoneAreOpenHoweverFastTheyComeAndGo() throws Exception {
        Traffic traffic = new Traffic(bytes -> {}, ns -> {});
        AtomicBoolean over = new AtomicBoolean();
        Thread busy = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                traffic.countOpened();
                traffic.countClosed(EndReason.CLIENT);
            }
        });
        try {
            for (int i = 0; i < 100_000; i++) {
                assertThat(TrafficLog.Snapshot.of(traffic).connections()).isNotNegative();
            }
        } finally {
            over.set(true);
            busy.join();
        }
    }
}
