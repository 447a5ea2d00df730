package chatlab.bench.measure;

import chatlab.process.AotCache;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The AOT caches of builds that are compared. */
public final class AotCaches {
    private AotCaches() {}

    /** Whether each of these jars has one that can be used. */
    public static boolean besideAll(Stream<Path> jars) {
        return jars.noneMatch(jar -> AotCache.option(jar).isEmpty());
    }
}
