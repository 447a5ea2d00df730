package chatlab.server;

import chatlab.server.chat.Broadcaster;
import chatlab.server.chat.Broadcasters;
import chatlab.server.chat.Cluster;
import chatlab.server.chat.Credentials;
import chatlab.server.chat.Loop;
import chatlab.server.chat.RoomOptions;
import chatlab.server.chat.Shards;
import chatlab.server.chat.Traffic;
import chatlab.server.transport.ChatPort;
import chatlab.server.transport.EventLoops;
import chatlab.server.transport.Io;
import chatlab.server.transport.PortOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Function;

/** A chat port on the loopback with one loop, all rooms, no rates and little memory; a test says what else it needs. */
final class SmallPort {
    private final Traffic traffic;

    private int maxConnections = 100;
    private Duration handshakeTimeout = Duration.ofMinutes(1);
    private long pendingBudgetBytes = 1024 * 1024;
    private int maxFullSockets = 100;
    private long unfinishedBudgetBytes = 1024 * 1024;
    private Shards shards = Shards.NONE;
    private Function<Loop, Broadcaster> broadcasters = Broadcasters::batched;

    private SmallPort(Traffic traffic) {
        this.traffic = traffic;
    }

    static SmallPort of(Traffic traffic) {
        return new SmallPort(traffic);
    }

    SmallPort maxConnections(int count) {
        maxConnections = count;
        return this;
    }

    SmallPort handshakeTimeout(Duration timeout) {
        handshakeTimeout = timeout;
        return this;
    }

    SmallPort pendingBudgetBytes(long bytes) {
        pendingBudgetBytes = bytes;
        return this;
    }

    SmallPort maxFullSockets(int count) {
        maxFullSockets = count;
        return this;
    }

    SmallPort unfinishedBudgetBytes(long bytes) {
        unfinishedBudgetBytes = bytes;
        return this;
    }

    SmallPort shards(Shards some) {
        shards = some;
        return this;
    }

    SmallPort broadcasters(Function<Loop, Broadcaster> others) {
        broadcasters = others;
        return this;
    }

    ChatPort open() {
        PortOptions options = new PortOptions(
                InetAddress.getLoopbackAddress(),
                0,
                maxConnections,
                maxConnections,
                RoomOptions.open(100),
                16,
                0,
                0,
                100,
                20_000,
                handshakeTimeout,
                Duration.ofMinutes(1),
                pendingBudgetBytes,
                maxFullSockets,
                unfinishedBudgetBytes);
        return ChatPort.open(
                EventLoops.start(1, Io.best()),
                options,
                Credentials.NONE_NEEDED,
                traffic,
                Cluster.NONE,
                shards,
                broadcasters);
    }
}
