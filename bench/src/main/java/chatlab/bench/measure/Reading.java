package chatlab.bench.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One measured point.
 *
 * @param run the client's figures; of a capacity, those at the highest rate that passed; null if there are none
 * @param capacityPerS messages per second; NaN where none was looked for
 * @param messagesPerWrite NaN if the server doesn't count its writes
 * @param doubts why it is void; none: it stands
 * @param disturbances what else ran, where the user wants such points to stand
 */
public record Reading(
        @Nullable ClientRun run,
        double capacityPerS,
        double messagesPerWrite,
        List<String> doubts,
        List<String> disturbances) {
    public Reading {
        doubts = List.copyOf(doubts);
        disturbances = List.copyOf(disturbances);
    }

    /** One that could not be made. */
    public static Reading failed(String reason) {
        return new Reading(null, Double.NaN, Double.NaN, List.of(reason), List.of());
    }

    public boolean isVoid() {
        return run == null || !doubts.isEmpty();
    }
}
