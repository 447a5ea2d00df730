package chatlab.server.transport;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import org.jspecify.annotations.Nullable;

/** What becomes of an HTTP request. */
@SuppressWarnings("ArrayRecordComponent") // never compared
sealed interface HttpVerdict {
    /**
     * WebSocket from now on, in this room.
     *
     * @param clientId whose token was shown; null if none is needed
     */
    record Upgraded(String room, @Nullable String clientId, byte[] answer) implements HttpVerdict {}

    /**
     * The end.
     *
     * @param code what the same is called in an {@code error} frame, and counted as; null if no frame can be that wrong
     */
    record Refused(byte[] answer, @Nullable ErrorCode code) implements HttpVerdict {
        Refused(byte[] answer) {
            this(answer, null);
        }

        Refused(HttpAnswers answers, FrameException why) {
            this(answers.refusal(why), why.code());
        }
    }

    /** Something is to be done, and then answered. */
    record Called(ApiCall call) implements HttpVerdict {}

    /** So many bytes more have to come before it can be judged. */
    record AwaitsBody(int bytes, boolean wantsToBeTold, Judge judge) implements HttpVerdict {}

    /** Who judges a request when its body is there. */
    interface Judge {
        HttpVerdict judge(byte[] body);
    }
}
