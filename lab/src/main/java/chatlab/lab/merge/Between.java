package chatlab.lab.merge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The account of what processes in the same rooms got of each other: everybody who was in a room all the time has to have got every
 * message of every other process there, once. {@code docs/ledger.md} says how count and sum of hashes show that. Order is not known.
 *
 * @param expected how many deliveries there had to be
 * @param received how many there were
 * @param amiss of how many pairs of a receiver and a process the receiver got something else than what the process had sent
 */
public record Between(long expected, long received, long amiss) {
    /** Of processes that had no room in common. */
    static final Between NONE = new Between(0, 0, 0);

    static Between of(List<ProcessResult> all) {
        Between sum = NONE;
        for (ProcessResult receiving : all) {
            for (ProcessResult sending : all) {
                if (!sending.equals(receiving) && !isOneRun(sending, receiving) && meet(sending, receiving)) {
                    for (JsonNode room : sending.summary().at("/sharedRooms/rooms")) {
                        sum = sum.plus(in(room, sending, receiving));
                    }
                }
            }
        }
        return sum;
    }

    /** Whether everybody got everything once. */
    public boolean isExact() {
        return amiss == 0;
    }

    private Between plus(Between other) {
        return new Between(expected + other.expected, received + other.received, amiss + other.amiss);
    }

    /** Processes that play one run's clients together ({@code SHARD}) account for each other's messages themselves. */
    private static boolean isOneRun(ProcessResult one, ProcessResult other) {
        return one.summary().path("run").equals(other.summary().path("run"));
    }

    /** Whether they had rooms in common: at different servers of which neither hears the other they have not. */
    private static boolean meet(ProcessResult sending, ProcessResult receiving) {
        boolean atOneServer = sending.summary()
                .at("/configuration/TARGET")
                .equals(receiving.summary().at("/configuration/TARGET"));
        return (atOneServer && sending.mayOverlap(receiving))
                || heard(receiving).anyMatch(each -> isOf(sending, each));
    }

    private static Between in(JsonNode room, ProcessResult sending, ProcessResult receiving) {
        long messages = room.path("messages").asLong();
        long members = StreamSupport.stream(
                        receiving.summary().at("/sharedRooms/rooms").spliterator(), false)
                .filter(each -> each.path("room").equals(room.path("room")))
                .mapToLong(each -> each.path("members").asLong())
                .sum();
        long received = 0;
        long right = messages == 0 ? members : 0;
        for (JsonNode each : heard(receiving)
                .filter(each -> isOf(sending, each) && each.path("room").equals(room.path("room")))
                .toList()) {
            long receivers = each.path("receivers").asLong();
            received += receivers * each.path("messages").asLong();
            if (each.path("messages").asLong() == messages
                    && each.path("hashes").equals(room.path("hashes"))) {
                right += receivers;
            } else if (messages == 0) {
                right -= receivers;
            }
        }
        return new Between(members * messages, received, members - right);
    }

    private static Stream<JsonNode> heard(ProcessResult receiving) {
        return StreamSupport.stream(receiving.summary().at("/sharedRooms/heard").spliterator(), false);
    }

    private static boolean isOf(ProcessResult sending, JsonNode heard) {
        return heard.path("run").equals(sending.summary().path("run"));
    }
}
