package chatlab.lab.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether images can be built. A docker client without buildx may come first on the path, so each one there is asked, as
 * the launcher does.
 */
record BuildxCheck(Programs programs) implements Check {
    static final String NAME = "buildx";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> findings() throws InterruptedException {
        for (Path docker : programs.named("docker")) {
            Optional<String> version = programs.firstLine(docker, "buildx", "version");
            if (version.isPresent()) {
                return List.of(Finding.ok(NAME, shortened(version.get()) + " by " + docker));
            }
        }
        return List.of(Finding.fail(
                NAME,
                "no 'docker' on the path knows 'buildx': images can't be built",
                "sudo apt-get install docker-buildx-plugin   # from Docker's packages; Debian's and Ubuntu's is docker-buildx",
                "https://github.com/docker/buildx#installing says how elsewhere"));
    }

    /** {@code github.com/docker/buildx 0.13.1+ds1 0.13.1+ds1-3} says its version in the second word. */
    private static String shortened(String line) {
        String[] words = line.split("\\s+", -1);
        return words.length > 1 ? words[1] : line;
    }
}
