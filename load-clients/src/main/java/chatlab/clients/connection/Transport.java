package chatlab.clients.connection;

import java.util.function.Function;

/** How frames travel. */
public enum Transport {
    /** JSON lines. */
    TCP("tcp", "", target -> new LineWire()),
    /** Text messages of WebSocket. */
    WEBSOCKET("ws", "/ws", WebSocketWire::new);

    private final String scheme;
    private final String path;
    private final Function<Target, Wire> wires;

    Transport(String scheme, String path, Function<Target, Wire> wires) {
        this.scheme = scheme;
        this.path = path;
        this.wires = wires;
    }

    /** What a target begins with that is reached by it. */
    public String scheme() {
        return scheme;
    }

    /** What follows a target's host and port: that of the global room. */
    public String path() {
        return path;
    }

    /** For one event loop. */
    Wire wire(Target target) {
        return wires.apply(target);
    }
}
