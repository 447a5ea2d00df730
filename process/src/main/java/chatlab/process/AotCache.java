package chatlab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The virtual machine's AOT cache beside a program's jar: {@code server.aot} beside {@code server.jar}. */
public final class AotCache {
    private static final String JAR = ".jar";

    private AotCache() {}

    /** The option to start the jar's program with; none if there is no cache, or one that is older than the jar. */
    public static List<String> option(Path jar) {
        String name = jar.getFileName().toString();
        if (!name.endsWith(JAR)) {
            return List.of();
        }
        Path cache = jar.resolveSibling(name.substring(0, name.length() - JAR.length()) + ".aot");
        try {
            return Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) >= 0
                    ? List.of("-XX:AOTCache=" + cache)
                    : List.of();
        } catch (IOException e) {
            return List.of(); // a cache is never needed, and a missing jar is for its user to find
        }
    }
}
