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
 * @param isCertain whether the other side has said so; else the connection has only ended
 * @param sentence to follow "but"
 */
record ConnectFailure(boolean mayPass, boolean isCertain, String sentence) {
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
                    return mayPass("whoever answers there does not answer in time");
                }
                case UnknownHostException unknown -> {
                    return mayPass("its host is not known (" + unknown.getMessage() + ")");
                }
                case ConnectException none -> {
                    return mayPass("nobody answers there (" + none.getMessage() + ")");
                }
                case NoRouteToHostException none -> {
                    return mayPass("nobody answers there (" + none.getMessage() + ")");
                }
                default -> last = cause;
            }
        }
        return new ConnectFailure(
                false,
                false,
                "whoever answers there does not as Redis does " + (isTls ? "with" : "without") + " TLS ("
                        + last.getMessage() + "); " + (isTls ? "redis:// is without" : "rediss:// is with") + " it");
    }

    private static ConnectFailure mayPass(String sentence) {
        return new ConnectFailure(true, true, sentence);
    }

    /** One that is busy for a while is no other one. */
    private static ConnectFailure refused(RedisCommandExecutionException refusal) {
        String said = String.valueOf(refusal.getMessage());
        return said.startsWith("LOADING") || said.contains("max number of clients")
                ? mayPass("it takes nobody now (" + said + ")")
                : new ConnectFailure(false, true, "Redis refuses that (" + said + ")");
    }
}
