package chatlab.protocol;

/** What a frame or a request asks for is on another server, which is told where an error would be told otherwise. */
public final class RedirectException extends FrameException {
    private static final long serialVersionUID = 1L;

    private final String room;
    private final String host;
    private final int port;

    /**
     * @param room what was asked for
     * @param host where that is, a name or an address
     */
    public RedirectException(String room, String host, int port) {
        super(
                ErrorCode.NO_SUCH_ROOM,
                "The room \"" + room + "\" is not on this server but on " + host + ":" + port + ".");
        this.room = room;
        this.host = host;
        this.port = port;
    }

    /** What was asked for. */
    public String room() {
        return room;
    }

    /** Where it is. */
    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** As a frame. */
    public byte[] frame() {
        return ServerFrames.redirect(room, host, port);
    }
}
