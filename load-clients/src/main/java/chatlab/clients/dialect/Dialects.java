package chatlab.clients.dialect;

import chatlab.process.SettingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The dialects that are built in, and how others are found. */
public final class Dialects {
    private static final List<String> TEMPLATES = List.of("users", "text", "json", "room-events", "token", "nats");

    /** What {@link #find} reads, to follow "it has to be". */
    public static final String EXPECTED =
            "one of " + String.join(", ", names()) + ", or a file of templates that ends with .yaml";

    private Dialects() {}

    /** Their names. */
    public static List<String> names() {
        List<String> all = new ArrayList<>(List.of(ChatlabDialect.INSTANCE.name()));
        all.addAll(TEMPLATES);
        return all;
    }

    /**
     * The one with that name, or in that file.
     *
     * @throws IllegalArgumentException if it is neither
     * @throws SettingException if the file can't be read, or holds none
     */
    public static Dialect find(String text) {
        if (text.equals(ChatlabDialect.INSTANCE.name())) {
            return ChatlabDialect.INSTANCE;
        }
        if (TEMPLATES.contains(text)) {
            return DialectFile.read(text, text + ".yaml", builtIn(text));
        }
        if (!text.endsWith(".yaml") && !text.endsWith(".yml")) {
            throw new IllegalArgumentException(EXPECTED);
        }
        try {
            Path file = Path.of(text);
            return DialectFile.read(text, text, Files.readString(file));
        } catch (IOException | InvalidPathException e) {
            throw new SettingException("DIALECT names the file '" + text + "', which can't be read (" + e + ").");
        }
    }

    private static String builtIn(String name) {
        try (InputStream text = Dialects.class.getResourceAsStream("/dialects/" + name + ".yaml")) {
            if (text == null) {
                throw new IllegalStateException("no dialect " + name);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the dialect " + name + " can't be read", e);
        }
    }
}
