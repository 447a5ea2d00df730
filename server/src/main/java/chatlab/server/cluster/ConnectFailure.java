package chatlab.server.cluster;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;

/**
 * Why there is no connection to Redis.
 *
 * @param mayPass whether it may be otherwise soon, where nothing else is changed
 * @param sentence to follow "but"
 */
record ConnectFailure(boolean mayPass, String sentence) {
    /**
     * What lies behind what the client says.
     *
     * @param isTls whether TLS was spoken
     */
    static ConnectFailure of(Throwable failure, boolean isTls) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case RedisCommandExecutionException refusal -> {
                    return refused(refusal);
                }
                case RedisCommandTimeoutException slow -> {
                    return new ConnectFailure(true, "whoever answers there does not answer in time");
                }
                case UnknownHostException unknown -> {
                    return new ConnectFailure(true, "its host is not known (" + unknown.getMessage() + ")");
                }
                case ConnectException none -> {
                    return new ConnectFailure(true, "nobody answers there (" + none.getMessage() + ")");
                }
                case NoRouteToHostException none -> {
                    return new ConnectFailure(true, "nobody answers there (" + none.getMessage() + ")");
                }
                default -> last = cause;
            }
        }
        return new ConnectFailure(
                false,
                "whoever answers there does not as Redis does " + (isTls ? "with" : "without") + " TLS ("
                        + last.getMessage() + "); " + (isTls ? "redis:// is without" : "rediss:// is with") + " it");
    }

    /** One that is busy for a while is no other one. */
    private static ConnectFailure refused(RedisCommandExecutionException refusal) {
        String said = String.valueOf(refusal.getMessage());
        return said.startsWith("LOADING") || said.contains("max number of clients")
                ? new ConnectFailure(true, "it takes nobody now (" + said + ")")
                : new ConnectFailure(false, "Redis refuses that (" + said + ")");
    }
}
