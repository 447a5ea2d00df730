package chatlab.clients.connection;

import java.util.function.Function;

/** How frames travel. */
public enum Transport {
    /** Lines. */
    TCP("tcp", false, target -> new LineWire()),
    /** Text messages of WebSocket. */
    WEBSOCKET("ws", true, WebSocketWire::new);

    private final String scheme;
    private final boolean paths;
    private final Function<Target, Wire> wires;

    Transport(String scheme, boolean paths, Function<Target, Wire> wires) {
        this.scheme = scheme;
        this.paths = paths;
        this.wires = wires;
    }

    /** What a target begins with that is reached by it. */
    public String scheme() {
        return scheme;
    }

    /** Whether something may follow a target's host and port. */
    boolean hasPaths() {
        return paths;
    }

    /** For one event loop. */
    Wire wire(Target target) {
        return wires.apply(target);
    }
}
