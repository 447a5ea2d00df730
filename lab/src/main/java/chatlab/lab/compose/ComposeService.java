package chatlab.lab.compose;

import chatlab.process.UnusableException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A service that the live stack runs and the project has not written, as {@code docker-compose.yml} has it, so that a trial runs just
 * the same.
 *
 * @param image its tag
 * @param entrypoint instead of the image's own; empty for that
 * @param command what is handed to it; empty for the image's own
 * @param user who runs it; empty for whom the image says
 * @param folders of the checkout, by where they are found inside, for reading
 * @param temporary folders in memory, with the options of their mounts
 * @param cpus its limit, cores
 * @param memoryBytes its limit
 */
public record ComposeService(
        String image,
        List<String> entrypoint,
        List<String> command,
        String user,
        Map<String, Path> folders,
        Map<String, String> temporary,
        double cpus,
        long memoryBytes) {
    private static final String FILE = "docker-compose.yml";
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([bkmg])", Pattern.CASE_INSENSITIVE);
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    /**
     * Reads one. Its limits are those of {@code .env}, whatever the shell says: a trial's are not to depend on who starts it.
     *
     * @throws UnusableException if the files don't say all that is needed
     */
    public static ComposeService read(Path checkout, String name) {
        EnvFile env = EnvFile.in(checkout, Map.of());
        try {
            JsonNode service = YAML.readTree(checkout.resolve(FILE).toFile())
                    .path("services")
                    .path(name);
            return new ComposeService(
                    text(service, "image", env),
                    texts(service.path("entrypoint")),
                    texts(service.path("command")),
                    service.path("user").asText(),
                    folders(service.path("volumes"), checkout),
                    temporary(service.path("tmpfs")),
                    cpus(text(service, "cpus", env)),
                    bytes(text(service, "mem_limit", env)));
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableException(
                    checkout.resolve(FILE) + " does not say how '" + name + "' is run: " + e.getMessage() + ".", e);
        }
    }

    /** A short SHA-256 of how it is run beside its image: its command line and the files in its folders, but for those of Compose. */
    public String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(String.join("\n", List.of(entrypoint.toString(), command.toString(), user))
                    .getBytes(StandardCharsets.UTF_8));
            for (Path folder : new TreeSet<>(folders.values())) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().endsWith(".env"))
                            .sorted()
                            .toList()) {
                        sha.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                        sha.update(Files.readAllBytes(file));
                    }
                }
            }
            return "sha256:" + HexFormat.of().formatHex(sha.digest(), 0, 6);
        } catch (IOException | UncheckedIOException e) {
            throw new UnusableException("What '" + image + "' reads can't be read: " + e.getMessage() + ".", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double cpus(String text) {
        double cpus = Double.parseDouble(text);
        if (!(cpus > 0)) {
            throw new IllegalArgumentException("its 'cpus' are " + text + ", but it has to have a limit, more than 0");
        }
        return cpus;
    }

    private static String text(JsonNode service, String key, EnvFile env) {
        Matcher variables = VARIABLE.matcher(service.path(key).asText());
        String text = variables.replaceAll(variable ->
                Matcher.quoteReplacement(env.value(variable.group(1)).orElse("")));
        if (text.isEmpty()) {
            throw new IllegalArgumentException("it has no '" + key + "'");
        }
        return text;
    }

    /** As Compose writes sizes: {@code 128m}. */
    private static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size such as 128m");
        }
        return Long.parseLong(matcher.group(1))
                << (10 * "bkmg".indexOf(matcher.group(2).toLowerCase(Locale.ROOT)));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Map<String, Path> folders(JsonNode volumes, Path checkout) {
        return volumes.valueStream()
                .collect(Collectors.toMap(
                        volume -> volume.path("target").asText(),
                        volume -> checkout.resolve(volume.path("source").asText())
                                .toAbsolutePath()
                                .normalize()));
    }

    /** {@code /tmp:size=16m}. */
    private static Map<String, String> temporary(JsonNode tmpfs) {
        return texts(tmpfs).stream()
                .map(each -> each.split(":", 2))
                .collect(Collectors.toMap(each -> each[0], each -> each.length == 1 ? "rw" : "rw," + each[1]));
    }
}
