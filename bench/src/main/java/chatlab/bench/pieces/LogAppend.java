package chatlab.bench.pieces;

import chatlab.protocol.ByeReason;
import chatlab.protocol.ChatScanner;
import chatlab.protocol.FrameReader;
import chatlab.server.broadcast.BroadcastStrategy;
import chatlab.server.broadcast.LogOptions;
import chatlab.server.broadcast.SlowConsumer;
import chatlab.server.chat.Credentials;
import chatlab.server.chat.Directory;
import chatlab.server.chat.Framing;
import chatlab.server.chat.Loop;
import chatlab.server.chat.Member;
import chatlab.server.chat.MemberBounds;
import chatlab.server.chat.MemberContext;
import chatlab.server.chat.Memberships;
import chatlab.server.chat.Message;
import chatlab.server.chat.NameRules;
import chatlab.server.chat.Outlet;
import chatlab.server.chat.RoomOptions;
import chatlab.server.chat.Rooms;
import chatlab.server.chat.Sink;
import chatlab.server.chat.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * All that a message costs beside system calls: from the frame of a talker into its room's log, and on to members whose
 * sockets take everything. A loop's iteration reads 64 messages of 128 bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogAppend {
    private static final int MESSAGES = 64;
    private static final int LOG_BYTES = 4 * 1024 * 1024;
    private static final String BEGIN = "{\"clientId\":\"c1017\",\"Message\":\"";
    private static final byte[] FRAME =
            (BEGIN + "x".repeat(125 - BEGIN.length()) + "\"}").getBytes(StandardCharsets.US_ASCII);

    /** Of the room. */
    @Param({"1", "1000"})
    int members;

    private final Iteration loop = new Iteration();
    private @Nullable Member talker;

    /** Fills the room. */
    @Setup
    public void prepare() {
        LogOptions options = new LogOptions(Duration.ZERO, 1, LOG_BYTES, LOG_BYTES, SlowConsumer.GAP);
        Directory directory = new Directory();
        MemberContext context = new MemberContext(
                loop,
                new Rooms(List.of(loop), each -> BroadcastStrategy.LOG.on(each, options), RoomOptions.open(2)),
                directory,
                new Memberships(directory, 1),
                new NameRules(Credentials.NONE_NEEDED),
                new Traffic(bytes -> {}, ns -> {}),
                new FrameReader(20_000),
                new ChatScanner(),
                PooledByteBufAllocator.DEFAULT,
                20_000,
                60_000,
                new MemberBounds(16, 0));
        for (int i = 0; i < members; i++) {
            talker = new Member(context, new Taking());
            talker.enter();
        }
    }

    /** Time per message. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void append() {
        Member one = talker;
        for (int i = 0; one != null && i < MESSAGES; i++) {
            one.receive(FRAME, 0, FRAME.length);
        }
        loop.end();
    }

    /** A loop whose iterations end when they are told to. */
    private static final class Iteration implements Loop {
        private @Nullable Runnable atEnd;

        void end() {
            Runnable task = atEnd;
            atEnd = null;
            if (task != null) {
                task.run();
            }
        }

        @Override
        public int index() {
            return 0;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void atEndOfIteration(Runnable task) {
            atEnd = task;
        }

        @Override
        public void beforeWriting(Runnable task) {
            throw new IllegalStateException("nobody waits here");
        }

        @Override
        public void aboutToWrite() {}

        @Override
        public void rest(long ns) {
            throw new IllegalStateException("nobody waits here");
        }

        @Override
        public void after(long delayNs, Runnable task) {
            throw new IllegalStateException("nobody waits here");
        }
    }

    /** A socket that is never full. */
    private static final class Taking implements Outlet, Sink {
        @Override
        public Framing framing() {
            return Framing.LINE;
        }

        @Override
        public Sink sink() {
            return this;
        }

        @Override
        public boolean isBusy() {
            return false;
        }

        @Override
        public int write(ByteBuf bytes, int from, int to, int messages) {
            return to - from;
        }

        @Override
        public void hold(ByteBuf bytes, int from, int to) {}

        @Override
        public void countDeliveries(int messages) {}

        @Override
        public void tell(byte[] frame) {}

        @Override
        public void withhold() {}

        @Override
        public void handOn() {}

        @Override
        public void announce(byte[] frame) {}

        @Override
        public void whisper(Message message) {}

        @Override
        public void flushSoon() {}

        @Override
        public void missed(String room, long messages) {}

        @Override
        public void deliver(Message message) {}

        @Override
        public void flush() {}

        @Override
        public void send(byte[] frame) {}

        @Override
        public void end(ByeReason reason) {}

        @Override
        public void settled() {}

        @Override
        public void reading(boolean wanted) {}

        @Override
        public void tooSlow() {}

        @Override
        public void fail(Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }
}
