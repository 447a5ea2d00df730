package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a delivery must not cost, as there are a thousand of them per message: a system call, or garbage. */
class WorkPerDeliveryTest {
    private static final int BURST = 100;
    private static final String MESSAGE = "{\"clientId\":\"ada\",\"Message\":\"" + "x".repeat(90) + "\"}\n";

    @Test
    void whatIsReadTogetherIsWrittenTogether() throws Exception {
        int members = 20;
        int bursts = 10;
        try (Room room = new Room()) {
            room.enter(members);
            double before = room.server.metric("chatlab_server_writes_total");
            for (int i = 0; i < bursts; i++) {
                room.say(BURST);
            }
            double writes = room.server.metric("chatlab_server_writes_total") - before;
            assertThat(writes / (bursts * (members + 1)))
                    .as("writes per member and burst of %s messages", BURST)
                    .isBetween(1.0, 2.0); // 2: the kernel may hand a burst over in two parts
        }
    }

    /** A message leaves some garbage, be there members or not; what a hundred more of them add is the deliveries'. */
    @Test
    void deliveriesLeaveNoGarbage() throws Exception {
        int more = 100;
        int messages = 2_000;
        try (Room room = new Room()) {
            room.enter(1);
            garbage(room, messages); // compiles what runs often
            long few = garbage(room, messages);
            room.enter(more);
            garbage(room, messages);
            long many = garbage(room, messages);
            assertThat((double) (many - few) / (more * messages))
                    .as("bytes of garbage per delivery")
                    .isLessThan(1);
        }
    }

    private static long garbage(Room room, int messages) throws IOException {
        long before = room.garbage();
        for (int i = 0; i < messages; i++) {
            room.say(1);
        }
        return room.garbage() - before;
    }

    /** A talker and members who read everything, on one loop that never waits. */
    private static final class Room implements AutoCloseable {
        private final TestServer server = TestServer.start("EVENT_LOOPS", "1", "PATIENCE", "0");
        private final Client talker;
        private final List<Client> members = new ArrayList<>();

        Room() throws IOException {
            talker = server.named("ada");
        }

        void enter(int more) throws IOException {
            for (int i = 0; i < more; i++) {
                members.add(server.named("m"));
            }
        }

        /** Says so many messages at once and waits until all have all of them. */
        void say(int messages) throws IOException {
            talker.send(MESSAGE.repeat(messages));
            talker.bytes(messages * MESSAGE.length());
            for (Client member : members) {
                member.bytes(messages * MESSAGE.length());
            }
        }

        /** How many bytes the loop has allocated since it began. */
        long garbage() {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                    .filter(thread -> thread != null && thread.getThreadName().startsWith("loop"))
                    .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                    .sum();
        }

        @Override
        public void close() throws IOException {
            talker.close();
            for (Client member : members) {
                member.close();
            }
            server.close();
        }
    }
}
