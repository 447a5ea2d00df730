package chatlab.server.chat;

import chatlab.protocol.ClientFrame;
import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import org.jspecify.annotations.Nullable;

/** Which name a connection may bear, and what it may do before it bears one. Thread-safe. */
public final class NameRules {
    private final Credentials credentials;

    public NameRules(Credentials credentials) {
        this.credentials = credentials;
    }

    /** Whether a connection may be in rooms: where names belong to users, it has to have shown that its own belongs to it. */
    boolean isAdmitted(@Nullable String clientId) {
        return clientId != null || !credentials.areNeeded();
    }

    /** @throws FrameException if this is nothing that somebody may say who is not admitted, and this is somebody who isn't */
    void requireAdmission(@Nullable String clientId, ClientFrame frame) throws FrameException {
        boolean needsNone = frame instanceof ClientFrame.Hello
                || frame instanceof ClientFrame.Ping
                || frame instanceof ClientFrame.Pong
                || frame instanceof ClientFrame.Quit;
        if (!needsNone && !isAdmitted(clientId)) {
            throw new FrameException(
                    ErrorCode.UNAUTHENTICATED,
                    "Names belong to users here; say {\"type\":\"hello\",\"clientId\":\"…\",\"token\":\"…\"} first, with a token from POST /api/login.");
        }
    }

    /**
     * Whether a connection may bear the name that it says hello with.
     *
     * @param clientId the name that it bears; null while it has none
     * @throws FrameException if not
     */
    void requireOwn(@Nullable String clientId, ClientFrame.Hello hello) throws FrameException {
        requireSame(clientId, hello.clientId());
        if (!credentials.areNeeded() || (hello.token() == null && clientId != null)) {
            return;
        }
        if (hello.token() == null) {
            throw new FrameException(
                    ErrorCode.UNAUTHENTICATED,
                    "Names belong to users here; a hello needs the member \"token\", which POST /api/login gives.");
        }
        String owner = credentials.nameOf(hello.token());
        if (!owner.equals(hello.clientId())) {
            throw new FrameException(
                    ErrorCode.WRONG_NAME, "This token is for the clientId \"" + owner + "\" and for no other.");
        }
    }

    /**
     * Whether a connection that bears a name is called by it.
     *
     * @throws FrameException if not
     */
    void requireSame(@Nullable String clientId, String wanted) throws FrameException {
        if (clientId != null && !clientId.equals(wanted)) {
            throw new FrameException(
                    ErrorCode.WRONG_NAME, "This connection is bound to the clientId \"" + clientId + "\".");
        }
    }
}
