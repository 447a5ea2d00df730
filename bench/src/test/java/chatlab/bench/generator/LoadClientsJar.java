package chatlab.bench.generator;

import java.nio.file.Path;

/** The load clients as the build has made them. */
final class LoadClientsJar {
    private static final Path MODULE = Path.of(System.getProperty("chatlab.checkout"), "load-clients");

    private LoadClientsJar() {}

    static LoadClients built() {
        return new LoadClients(
                "chatlab",
                Path.of(System.getProperty("java.home"), "bin", "java"),
                MODULE.resolve("target/load-clients.jar"),
                MODULE.resolve("jvm.options"));
    }
}
