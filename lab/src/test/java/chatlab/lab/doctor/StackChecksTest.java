package chatlab.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.stack.ComposeCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are needed, and images. */
class StackChecksTest {
    @TempDir
    private Path folder;

    @Test
    void composeHasToBeThereAndNewEnough() {
        assertThat(compose("2.26.1-4")).isEqualTo(Finding.ok("Compose", "2.26.1-4 by /usr/bin/docker"));
        assertThat(compose("2.19.9")).satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.FAIL);
            assertThat(finding.finding()).isEqualTo("2.19.9 by /usr/bin/docker is too old, it has to be 2.20 or newer");
            assertThat(finding.mend()).first().asString().startsWith("sudo apt-get install docker-compose-plugin ");
        });
        assertThat(new ComposeCheck(Optional::empty).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.FAIL);
            assertThat(finding.finding())
                    .isEqualTo("no 'docker' on the path knows 'compose': the live stack can't be started");
        });
    }

    @Test
    void theFirstDockerThatKnowsBuildxIsFound() throws Exception {
        program("a/docker", "exit 1");
        Path with = program("b/docker", "echo github.com/docker/buildx 0.13.1 abc");

        assertThat(new BuildxCheck(new Programs(folder + "/a:" + folder + "/b")).findings())
                .containsExactly(Finding.ok("buildx", "0.13.1 by " + with));
        assertThat(new BuildxCheck(new Programs(folder + "/a")).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.FAIL);
                    assertThat(finding.finding())
                            .isEqualTo("no 'docker' on the path knows 'buildx': images can't be built");
                    assertThat(finding.mend())
                            .first()
                            .asString()
                            .startsWith("sudo apt-get install docker-buildx-plugin ");
                });
    }

    @Test
    void mavenHasToBeThereAndNewEnough() throws Exception {
        Path mvn = program("mvn", "printf '\\033[1mApache Maven 3.9.9 (abc)\\033[m\\n'");
        assertThat(tools("25.0.3+9-LTS", folder))
                .containsExactly(Finding.ok("Java", "25.0.3+9-LTS at /jdk"), Finding.ok("Maven", "3.9.9 at " + mvn));

        program("mvn", "echo Apache Maven 3.8.6");
        assertThat(tools("25", folder))
                .contains(Finding.fail(
                        "Maven",
                        "3.8.6 is too old, it has to be 3.8.7 or newer",
                        "sudo apt-get install maven   # or from https://maven.apache.org"));

        assertThat(tools("21.0.1", folder.resolve("none")))
                .containsExactly(
                        Finding.fail(
                                "Java",
                                "21.0.1 at /jdk is too old, it has to be 25 or newer",
                                "https://adoptium.net has one, and so may your system's packages"),
                        Finding.fail(
                                "Maven",
                                "there is no 'mvn' on the path: changed sources can't be built",
                                "sudo apt-get install maven   # or from https://maven.apache.org"));
    }

    @Test
    void imagesThatAreMissingAreBuiltOrPulled() throws Exception {
        checkout();

        assertThat(images("chatlab/server:dev", "debian:trixie-slim"))
                .containsExactly(
                        Finding.note(
                                "images",
                                "chatlab/load-clients:dev is not built yet; the first run does it",
                                "./chatlab images"),
                        Finding.note(
                                "images, public",
                                "grafana/grafana:12, prom/prometheus:latest are not here yet; a registry has to be within"
                                        + " reach when needed",
                                "docker pull grafana/grafana:12",
                                "docker pull prom/prometheus:latest"));
    }

    @Test
    void imagesThatAreThereAreFine() throws Exception {
        checkout();

        assertThat(images(
                        "chatlab/server:dev",
                        "chatlab/load-clients:dev",
                        "debian:trixie-slim",
                        "prom/prometheus:latest",
                        "grafana/grafana:12"))
                .containsExactly(
                        Finding.ok("images", "chatlab/server:dev, chatlab/load-clients:dev are built"),
                        Finding.ok(
                                "images, public",
                                "debian:trixie-slim, grafana/grafana:12, prom/prometheus:latest are here"));
    }

    @Test
    void withoutAnEngineNothingIsSaidOfImages() throws Exception {
        assertThat(new ImagesCheck(Surveys.none(), List.of(), new PublicImages(folder, Optional::empty)).findings())
                .isEmpty();
    }

    private static Finding compose(String version) {
        return new ComposeCheck(() -> Optional.of(new ComposeCommand(Path.of("/usr/bin/docker"), version)))
                .findings()
                .getFirst();
    }

    private static List<Finding> tools(String java, Path searched) throws InterruptedException {
        return new BuildToolsCheck(java, "/jdk", new Programs(searched.toString())).findings();
    }

    private void checkout() throws IOException {
        Files.writeString(
                folder.resolve("Dockerfile"), "ARG RUNTIME_IMAGE=debian:trixie-slim\nFROM ${RUNTIME_IMAGE}\n");
        Files.writeString(folder.resolve("docker-compose.yml"), "services: {}\n");
    }

    private List<Finding> images(String... there) throws Exception {
        Path docker = program(
                "docker",
                "[ \"$*\" = 'compose config --images' ]"
                        + " && printf 'chatlab/server:dev\\ndocker.io/prom/prometheus\\ngrafana/grafana:12\\n'");
        PublicImages needed = new PublicImages(folder, () -> Optional.of(new ComposeCommand(docker, "2.26")));
        return new ImagesCheck(
                        Surveys.good().images(there).answer(),
                        List.of("chatlab/server:dev", "chatlab/load-clients:dev"),
                        needed)
                .findings();
    }

    private Path program(String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
