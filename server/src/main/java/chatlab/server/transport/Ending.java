package chatlab.server.transport;

import chatlab.protocol.ByeReason;
import chatlab.protocol.ErrorCode;
import chatlab.protocol.ServerFrames;
import chatlab.protocol.WebSocket.CloseCode;
import chatlab.server.chat.EndReason;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How a connection that was served ends: as what it counts, and what the client is told, whatever its dialect. */
final class Ending {
    private static final byte[] NO_FRAME = {};

    /** The client ended its direction of the connection. */
    static final Ending GONE = new Ending(EndReason.CLIENT, NO_FRAME, 0, "");

    /** Our own failure. */
    static final Ending FAILURE =
            new Ending(EndReason.FAILURE, NO_FRAME, CloseCode.INTERNAL_ERROR.number(), "the server failed");

    final EndReason reason;

    /** The last frame, one JSON object without a line end; empty if there is none. */
    final byte[] frame;

    /** What a WebSocket close frame says; 0 if none is to be sent. */
    final int closeCode;

    /** Words for people, at most 123 bytes of ASCII. */
    final String closeReason;

    private Ending(EndReason reason, byte[] frame, int closeCode, String closeReason) {
        this.reason = reason;
        this.frame = frame;
        this.closeCode = closeCode;
        this.closeReason = closeReason;
    }

    static Ending bye(ByeReason reason, long accepted) {
        return bye(reason, accepted, reason == ByeReason.SHUTDOWN ? retryAfterMillis() : null);
    }

    /** There is no room for the connection now. */
    static Ending full(long retryAfterMillis) {
        return bye(ByeReason.FULL, 0, retryAfterMillis);
    }

    private static Ending bye(ByeReason reason, long accepted, @Nullable Long retryAfterMillis) {
        return new Ending(
                EndReason.of(reason),
                ServerFrames.bye(reason, accepted, retryAfterMillis),
                closeCode(reason),
                reason.wire());
    }

    /** Whether the client wants it, and not we. */
    boolean isByClient() {
        return reason == EndReason.CLIENT || reason == EndReason.QUIT;
    }

    /** A refusal that ends the connection. */
    static Ending error(EndReason reason, CloseCode closeCode, ErrorCode code, String sentence) {
        return new Ending(reason, ServerFrames.error(code, sentence, true), closeCode.number(), code.wire());
    }

    /** The client closed with a close frame, which is answered by one. */
    static Ending closed(int code) {
        return new Ending(EndReason.CLIENT, NO_FRAME, code, "");
    }

    private static int closeCode(ByeReason reason) {
        return switch (reason) {
            case SHUTDOWN -> CloseCode.GOING_AWAY.number();
            case SLOW_CONSUMER, IDLE, UNFINISHED, UNAUTHENTICATED -> CloseCode.POLICY_VIOLATION.number();
            case FULL -> 0; // told instead of an upgrade, so never over WebSocket
            case QUIT -> CloseCode.NORMAL.number();
        };
    }

    /** Between one and two seconds, so that not all come back at once. */
    private static long retryAfterMillis() {
        return ThreadLocalRandom.current().nextLong(1_000, 2_001);
    }
}
