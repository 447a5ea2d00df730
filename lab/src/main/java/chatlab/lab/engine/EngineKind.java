package chatlab.lab.engine;

import chatlab.process.UnusableException;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The forms of {@link Engine}. */
public enum EngineKind {
    /** Containers on a Docker Engine, with limits that bind: the main path. */
    DOCKER(DockerEngine::connect),
    /** Processes on this machine, for where there is no engine; limits bind only where control groups can be made. */
    LOCAL(LocalEngine::open);

    private static final Logger log = LoggerFactory.getLogger(EngineKind.class);

    private interface Constructor {
        Engine open(String run, Path checkout);
    }

    private final Constructor constructor;

    EngineKind(Constructor constructor) {
        this.constructor = constructor;
    }

    /**
     * Opens an engine of this form.
     *
     * @param run unique name of what it will be used for; everything it makes carries it
     * @param checkout where the built jars are
     * @throws UnusableException if there is none
     */
    public Engine open(String run, Path checkout) {
        return constructor.open(run, checkout);
    }

    /** Opens a Docker Engine where one answers, else one on this machine, and says so. */
    public static Engine openBest(String run, Path checkout) {
        try {
            return DOCKER.open(run, checkout);
        } catch (UnusableException e) {
            log.warn(
                    "{} Processes of this machine are used instead of containers; limits may not bind then, which the"
                            + " report will say.",
                    e.getMessage());
            return LOCAL.open(run, checkout);
        }
    }

    /** As written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
