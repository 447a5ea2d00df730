package chatlab.lab.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The browser of whoever sits in front.
 *
 * @param environment where the path, and on Linux the display, are found
 * @param system the operating system's name
 */
public record Browser(Map<String, String> environment, String system) {
    private static final long PATIENCE_SECONDS = 5;

    /** The one of this process. */
    public static Browser ofThisProcess() {
        return new Browser(System.getenv(), System.getProperty("os.name"));
    }

    /**
     * Shows a page.
     *
     * @return false if there is no browser, or nothing to see it on
     */
    public boolean open(String url) {
        return openers().stream().flatMap(name -> find(name).stream()).anyMatch(program -> run(program, url));
    }

    private List<String> openers() {
        if (system.startsWith("Mac")) {
            return List.of("open");
        }
        boolean display = !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
        // A Linux within Windows has no display of its own, but a browser next door.
        return display ? List.of("xdg-open", "wslview") : List.of("wslview");
    }

    private Optional<Path> find(String program) {
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path path = Path.of(folder, program);
            if (!folder.isEmpty() && Files.isExecutable(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    /** One that is still at work after a while is the browser itself. */
    private static boolean run(Path program, String url) {
        try {
            Process process = new ProcessBuilder(program.toString(), url)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
