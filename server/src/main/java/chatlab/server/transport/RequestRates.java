package chatlab.server.transport;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import chatlab.server.chat.TokenBucket;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast requests over REST may come from one address. Each is a connection of its own, so that this is no matter of one
 * connection's. The addresses seen last are remembered; who comes back after many others begins anew. Thread-safe.
 */
final class RequestRates {
    private static final int REMEMBERED = 4_096;

    private final int perSecond;

    private final Map<InetAddress, TokenBucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, TokenBucket> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param perSecond 0: as fast as they like */
    RequestRates(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Whether a request that has come from there may be looked at. */
    boolean mayAsk(InetAddress from) {
        if (perSecond == 0) {
            return true;
        }
        synchronized (buckets) {
            return buckets.computeIfAbsent(from, address -> new TokenBucket(perSecond, System::nanoTime))
                    .take();
        }
    }

    /** Why a request was refused that may not. */
    FrameException tooFast() {
        return new FrameException(
                ErrorCode.TOO_FAST, "This came too soon: requests from one address may be " + perSecond + " a second.");
    }
}
