package chatlab.clients;

import chatlab.clients.connection.Targets;
import chatlab.clients.connection.Transport;
import chatlab.clients.dialect.ChatlabDialect;
import chatlab.clients.dialect.Dialect;
import chatlab.clients.dialect.Dialects;
import chatlab.process.SettingException;
import chatlab.process.Settings;

/** The setting that says how the server wants to be spoken to. */
final class DialectSettings {
    /** What a target has to be, to follow "it has to be". */
    static final String TARGETS =
            "tcp://host:port or ws://host:port/ws, with its port and without a room (rooms come from ROOMS), or several of"
                    + " one kind, each once, with commas";

    private static final String CHATLAB_PATH = "/ws";

    private DialectSettings() {}

    /** @throws SettingException if there is no such dialect, or the target can't be spoken to in it */
    static Dialect read(Settings settings, Targets targets) {
        Dialect dialect = settings.parsed(
                "DIALECT",
                ChatlabDialect.INSTANCE.name(),
                Dialects::find,
                Dialects.EXPECTED,
                "How the server wants to be spoken to: " + String.join(", ", Dialects.names())
                        + ", or a file of templates.");
        if (dialect == ChatlabDialect.INSTANCE
                && targets.transport() == Transport.WEBSOCKET
                && !targets.path().equals(CHATLAB_PATH)) {
            throw new SettingException("TARGET is '" + targets + "', but it has to be " + TARGETS + ".");
        }
        if (dialect.hasPath() && targets.transport() != Transport.WEBSOCKET) {
            throw new SettingException("TARGET is '" + targets + "', but DIALECT '" + dialect.name()
                    + "' is spoken over WebSocket: ws://host:port.");
        }
        if (dialect.hasPath() && !targets.path().isEmpty()) {
            throw new SettingException("TARGET is '" + targets + "', but DIALECT '" + dialect.name()
                    + "' has a path of its own, so that it has to be ws://host:port.");
        }
        return dialect;
    }
}
