package chatlab.protocol;

/** Why a frame was refused. A fatal one ends the connection after the {@code error} frame has been sent. */
public enum ErrorCode {
    /** Not UTF-8, not one JSON object, a member twice, a member of the wrong type, a required member missing. */
    MALFORMED("malformed", false),
    /** A {@code type} that this protocol does not have. */
    UNKNOWN_TYPE("unknown_type", false),
    /** A {@code clientId} other than the one the connection is bound to. */
    WRONG_NAME("wrong_name", false),
    /** Credentials are missing, or are none, where names belong to users. */
    UNAUTHENTICATED("unauthenticated", false),
    /** A name of a client or room outside the rules of {@link Names}. */
    INVALID_NAME("invalid_name", false),
    /** A message for a room that the connection is not in. */
    NOT_IN_ROOM("not_in_room", false),
    /** A room that there is not, where clients can't make one. */
    NO_SUCH_ROOM("no_such_room", false),
    /** A private message for somebody who has no connection. */
    NOT_CONNECTED("not_connected", false),
    /** More rooms than one connection may be in, or than may exist at once. */
    TOO_MANY_ROOMS("too_many_rooms", false),
    /** A message sooner than the connection may send another. */
    TOO_FAST("too_fast", false),
    /** A line longer than the server takes. */
    TOO_LONG("too_long", true);

    private final String wire;
    private final boolean fatal;

    ErrorCode(String wire, boolean fatal) {
        this.wire = wire;
        this.fatal = fatal;
    }

    /** The code as it stands in the {@code error} frame. */
    public String wire() {
        return wire;
    }

    /** Whether the connection is closed after the error was told. */
    public boolean fatal() {
        return fatal;
    }
}
