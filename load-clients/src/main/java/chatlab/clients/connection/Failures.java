package chatlab.clients.connection;

import chatlab.generator.admin.Blame;
import chatlab.generator.admin.Failure;
import chatlab.protocol.ByeReason;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.Optional;

/** Why clients could not join, and whose doing that is. */
final class Failures {
    private Failures() {}

    /**
     * A connect that failed. Refused, timed out or unreachable, the target is to blame: nobody listens there, or too slowly. Whatever
     * else goes wrong goes wrong on this side.
     */
    static Failure ofConnect(String client, Throwable cause) {
        return of(client + " could not connect: ", cause);
    }

    /** The same of a request by HTTP. */
    static Failure ofConnect(String client, String path, Throwable cause) {
        return of(client + " got no answer from " + path + ": ", cause);
    }

    private static Failure of(String what, Throwable cause) {
        Optional<Shortage> shortage = Shortage.behind(cause);
        if (shortage.isPresent()) {
            return new Failure(Blame.GENERATOR, what + shortage.get().sentence());
        }
        boolean late = cause instanceof ConnectTimeoutException || cause instanceof SocketTimeoutException;
        boolean fromThere = late || cause instanceof ConnectException || cause instanceof NoRouteToHostException;
        return new Failure(fromThere ? Blame.SERVER : Blame.GENERATOR, late, what + cause.getMessage());
    }

    /** A client that was connected, but was not let in. */
    static Failure turnedAway(String client, String why) {
        return new Failure(Blame.SERVER, why.equals(ByeReason.IDLE.wire()), client + " was turned away: " + why);
    }
}
