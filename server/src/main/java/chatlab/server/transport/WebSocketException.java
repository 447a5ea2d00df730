package chatlab.server.transport;

import chatlab.protocol.WebSocket.CloseCode;

/** A client broke a rule of WebSocket; the message is one sentence that names the rule. */
final class WebSocketException extends Exception {
    private static final long serialVersionUID = 1;

    private final CloseCode code;

    WebSocketException(CloseCode code, String rule) {
        super(rule, null, false, false); // told to the client, so its origin in our code is of no interest
        this.code = code;
    }

    /** Refuses what breaks a rule that has no close code of its own. */
    static void require(boolean kept, String rule) throws WebSocketException {
        if (!kept) {
            throw new WebSocketException(CloseCode.PROTOCOL_ERROR, rule);
        }
    }

    CloseCode code() {
        return code;
    }
}
