package chatlab.lab.doctor;

import chatlab.lab.stack.ComposeCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The public images that a checkout names, in its {@code Dockerfile} and in its {@code docker-compose.yml}.
 *
 * @param compose which is asked what it would use
 */
record PublicImages(Path checkout, Supplier<Optional<ComposeCommand>> compose) {
    private static final Pattern BASE = Pattern.compile("^ARG \\w+_IMAGE=(\\S+)", Pattern.MULTILINE);
    private static final String OWN = "chatlab/";

    /** Their tags, in alphabetical order. */
    List<String> tags() throws InterruptedException {
        Set<String> tags = new TreeSet<>();
        try {
            BASE.matcher(Files.readString(checkout.resolve("Dockerfile")))
                    .results()
                    .forEach(base -> tags.add(normalized(base.group(1))));
        } catch (IOException e) {
            // no Dockerfile, nothing is built from it
        }
        Optional<ComposeCommand> found = compose.get();
        if (found.isPresent() && Files.exists(checkout.resolve("docker-compose.yml"))) {
            Programs.output(checkout, found.get().line(List.of("config", "--images"))).stream()
                    .flatMap(String::lines)
                    .filter(tag -> !tag.startsWith(OWN))
                    .map(PublicImages::normalized)
                    .forEach(tags::add);
        }
        return List.copyOf(tags);
    }

    /** As engines list it. */
    private static String normalized(String tag) {
        String name = tag.replaceFirst("^docker\\.io/(library/)?", "");
        return name.lastIndexOf(':') > name.lastIndexOf('/') ? name : name + ":latest";
    }
}
