package chatlab.bench.machine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The programs on the path. */
public final class Commands {
    private Commands() {}

    /** The first of these that is on the path, by its name. */
    public static Optional<String> find(List<String> names) {
        List<String> folders =
                List.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator));
        return names.stream()
                .filter(name -> folders.stream()
                        .filter(folder -> !folder.isEmpty())
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))))
                .findFirst();
    }
}
