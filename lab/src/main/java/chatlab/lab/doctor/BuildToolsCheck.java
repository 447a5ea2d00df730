package chatlab.lab.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the launcher builds with.
 *
 * @param java the version that runs this
 * @param home where it is
 */
record BuildToolsCheck(String java, String home, Programs programs) implements Check {
    private static final String MAVEN = "Maven";

    @Override
    public String name() {
        return "Java and Maven";
    }

    @Override
    public List<Finding> findings() throws InterruptedException {
        return List.of(runtime(), maven());
    }

    private Finding runtime() {
        return Versions.isAtLeast(java, 25, 0, 0)
                ? Finding.ok("Java", java + " at " + home)
                : Finding.fail(
                        "Java",
                        java + " at " + home + " is too old, it has to be 25 or newer",
                        "https://adoptium.net has one, and so may your system's packages");
    }

    private Finding maven() throws InterruptedException {
        String install = "sudo apt-get install maven   # or from https://maven.apache.org";
        List<Path> found = programs.named("mvn");
        if (found.isEmpty()) {
            return Finding.fail(MAVEN, "there is no 'mvn' on the path: changed sources can't be built", install);
        }
        Optional<String> said = programs.firstLine(found.getFirst(), "--version", "-B");
        if (said.isEmpty()) {
            return Finding.note(
                    MAVEN, found.getFirst() + " does not tell its version", found.getFirst() + " --version");
        }
        String version = said.get().replaceAll("\\e\\[[0-9;]*m", "").replaceAll("^Apache Maven (\\S+).*", "$1");
        return Versions.isAtLeast(version, 3, 8, 7)
                ? Finding.ok(MAVEN, version + " at " + found.getFirst())
                : Finding.fail(MAVEN, version + " is too old, it has to be 3.8.7 or newer", install);
    }
}
