package chatlab.server.transport;

import chatlab.server.chat.EndReason;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What connections that there is no room for are told, in their own dialects. Those in JSON lines, which clients that come
 * back make many of, are kept. Not thread-safe.
 */
final class FullAnswers {
    private static final int SHORTEST_MILLIS = 1_000;
    private static final int STEP_MILLIS = 10;

    /** By the time after which the client may come back, at random between one and two seconds; null until it is needed. */
    private final byte[] @Nullable [] lines = new byte[101][];

    /**
     * For one connection. Not to be changed by the caller.
     *
     * @param headOnly whether it asked for the head of an answer alone, if it speaks HTTP
     * @param why what it is that there is no room in
     */
    byte[] next(Dialect dialect, boolean headOnly, EndReason why) {
        String sentence = why == EndReason.FULL_ADDRESS
                ? "There are too many connections from this address; try again in a moment."
                : "The chat server is full; try again in a moment.";
        return switch (dialect) {
            case JSON_LINES, UNDECIDED, NOISE -> line();
            case HTTP -> HttpAnswers.of(headOnly).unavailable(sentence);
            case TEXT -> LastWords.text("ERROR " + sentence);
            case TLS -> LastWords.NONE;
        };
    }

    private byte[] line() {
        int step = ThreadLocalRandom.current().nextInt(lines.length);
        byte[] line = lines[step];
        if (line == null) {
            line = Wire.JSON_LINES.lastWords(Ending.full(SHORTEST_MILLIS + (long) step * STEP_MILLIS));
            lines[step] = line;
        }
        return line;
    }
}
