package chatlab.lab.engine;

import chatlab.process.UnusableException;
import java.nio.file.Path;

/** For tests that need containers: {@code @EnabledIf("chatlab.lab.engine.EngineProbe#answers")}. */
public final class EngineProbe {
    private EngineProbe() {}

    /** Whether a Docker Engine answers here. */
    public static boolean answers() {
        try (Engine docker = EngineKind.DOCKER.open("probe", checkout())) {
            return docker.kind() == EngineKind.DOCKER;
        } catch (UnusableException e) {
            return false;
        }
    }

    /** The checkout that the tests run in. */
    public static Path checkout() {
        return Path.of(System.getProperty("chatlab.checkout"));
    }
}
