package chatlab.server.chat;

/** The forms in which a room's messages go out; what each of them needs is made once per message, whoever gets it. */
public enum Framing {
    /** JSON lines: the message and a line end. */
    LINE,
    /** A line for people, {@code ada: hi}, and CR LF. */
    TEXT,
    /** One unfragmented, unmasked text message of RFC 6455. */
    WEBSOCKET
}
