package chatlab.lab.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that Compose would use: those of the environment, else those of the checkout's {@code .env}, as far as they
 * are plain or quoted text.
 */
public final class EnvFile {
    private static final Pattern LINE = Pattern.compile(
            "^\\s*(?:export\\s+)?(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\r\\n]*?))(?:\\s+#.*)?\\s*$",
            Pattern.MULTILINE);

    private final Map<String, String> environment;
    private final Map<String, String> file;

    private EnvFile(Map<String, String> environment, Map<String, String> file) {
        this.environment = Map.copyOf(environment);
        this.file = Map.copyOf(file);
    }

    /** Reads {@code .env} in a folder, if it is there. */
    public static EnvFile in(Path folder, Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        try {
            Matcher lines = LINE.matcher(Files.readString(folder.resolve(".env")));
            while (lines.find()) {
                String value = lines.group(2) != null ? lines.group(2) : lines.group(3);
                values.put(lines.group(1), value != null ? value : lines.group(4));
            }
        } catch (IOException e) {
            // Not there: everything has its default. Or no text, which Compose will complain of.
        }
        return new EnvFile(environment, values);
    }

    /** The value of a variable; empty if it has none, or an empty one. */
    public Optional<String> value(String variable) {
        return Optional.of(environment.getOrDefault(variable, file.getOrDefault(variable, "")))
                .filter(value -> !value.isEmpty());
    }

    /** The command that gives a variable another value where it has its present one from. */
    public String change(String variable, String value) {
        if (environment.containsKey(variable)) {
            return "export " + variable + "=" + value;
        }
        return file.containsKey(variable)
                ? "sed -i -E 's/^([[:space:]]*(export[[:space:]]+)?" + variable + "[[:space:]]*=).*/\\1" + value
                        + "/' .env"
                : "echo " + variable + "=" + value + " >> .env";
    }
}
