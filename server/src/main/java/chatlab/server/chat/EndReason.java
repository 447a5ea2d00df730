package chatlab.server.chat;

import chatlab.protocol.ByeReason;
import java.util.Locale;

/** Why a connection ended, as counted and logged. */
public enum EndReason {
    /** The client closed it. */
    CLIENT,
    /** The client asked for it with {@code quit}. */
    QUIT,
    /** The network or the client's machine broke it off. */
    RESET,
    /** What waited for the client reached its bound. */
    SLOW_CONSUMER,
    /** No byte was accepted in either direction for the idle timeout. */
    IDLE,
    /** A line or message was not finished in time, or one of them or a request was given up because memory was short. */
    UNFINISHED,
    /** It had not shown credentials in time. */
    UNAUTHENTICATED,
    /** There were as many connections as the server takes. */
    FULL,
    /** There were as many connections from its address as the server takes. */
    FULL_ADDRESS,
    /** The process, or the machine, had no file left for it. */
    FULL_FILES,
    /** The server went away. */
    SHUTDOWN,
    /** A line was longer than the server takes. */
    TOO_LONG,
    /** It broke the rules of WebSocket, or sent data of a kind that is not served over it. */
    PROTOCOL_ERROR,
    /** The first bytes were of no dialect. */
    NOISE,
    /** It spoke HTTP, got its answer, and did not upgrade to WebSocket. */
    HTTP,
    /** It spoke TLS, which is not served. */
    TLS,
    /** Our own failure, which the log explains. */
    FAILURE;

    /** What a {@code bye} counts as. */
    public static EndReason of(ByeReason bye) {
        return switch (bye) {
            case SHUTDOWN -> SHUTDOWN;
            case SLOW_CONSUMER -> SLOW_CONSUMER;
            case IDLE -> IDLE;
            case UNFINISHED -> UNFINISHED;
            case UNAUTHENTICATED -> UNAUTHENTICATED;
            case FULL -> FULL;
            case QUIT -> QUIT;
        };
    }

    /** The value of the metrics' {@code reason} label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
