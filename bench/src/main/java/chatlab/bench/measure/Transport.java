package chatlab.bench.measure;

/** How members are connected to a chatlab server. */
public enum Transport {
    LINES("lines"),
    WEB_SOCKET("ws");

    private final String dialect;

    Transport(String dialect) {
        this.dialect = dialect;
    }

    String dialect() {
        return dialect;
    }
}
