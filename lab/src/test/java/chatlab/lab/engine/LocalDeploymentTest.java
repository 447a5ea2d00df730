package chatlab.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatlab.process.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: a server program that tells its control group and its environment and then waits for its end. */
class LocalDeploymentTest {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    @TempDir
    private Path checkout;

    @TempDir
    private Path logs;

    private final String name = "chatlab-test-" + ProcessHandle.current().pid();

    @BeforeEach
    void writeAProgram() throws IOException {
        Path target = Files.createDirectories(checkout.resolve("server/target"));
        Files.writeString(
                checkout.resolve("server/jvm.options"), "-Xmx32m\n-XX:+UseSerialGC\n-XX:TieredStopAtLevel=1\n");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Teller.class.getName());
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(target.resolve("server.jar")), manifest)) {
            String entry = Teller.class.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new ZipEntry(entry));
            try (var in = LocalDeploymentTest.class.getClassLoader().getResourceAsStream(entry)) {
                in.transferTo(jar);
            }
        }
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(logs).doesNotExist();
        for (String hierarchy : List.of("cpu", "cpuacct", "memory", ".")) {
            assertThat(CGROUPS.resolve(hierarchy).resolve(name + "-t1-r1-server"))
                    .doesNotExist();
        }
        assertThat(ProcessHandle.current().children().toList()).isEmpty();
    }

    @Test
    void aProcessHasItsSettingsAndPortsAndNothingOfTheLabsOwnEnvironment() {
        try (LocalDeployment deployment = deployment(ControlGroups.under(checkout))) {
            Node node = deployment.start(spec(Map.of("BROADCAST", "naive")));
            List<String> told = told(node);

            assertThat(told)
                    .contains("BROADCAST=naive", "BIND=127.0.0.1", "PORT=" + port(node.address()))
                    .contains("ADMIN_PORT=" + node.admin().getPort());
            assertThat(told.stream()
                            .filter(line -> line.contains("="))
                            .map(line -> line.substring(0, line.indexOf('='))))
                    .isSubsetOf(
                            "BROADCAST",
                            "BIND",
                            "PORT",
                            "ADMIN_PORT",
                            "PATH",
                            "HOME",
                            "TMPDIR",
                            "LANG",
                            "LC_ALL",
                            "LC_CTYPE",
                            "PWD",
                            "SHLVL",
                            "_");
        }
    }

    @Test
    void stoppingAsksTheProcessAndGivesItsExitCode() {
        try (LocalDeployment deployment = deployment(ControlGroups.under(checkout))) {
            Node node = deployment.start(spec(Map.of()));
            told(node);

            assertThat(node.isRunning()).isTrue();
            assertThat(node.stop(GRACE)).isEqualTo(new Node.End(7, false));
            assertThat(node.isRunning()).isFalse();
            assertThat(node.stop(GRACE)).isEqualTo(new Node.End(7, false));
            assertThat(node.log()).contains("asked to end");
        }
    }

    @Test
    void aProcessThatDoesNotEndIsKilledAfterTheGrace() {
        try (LocalDeployment deployment = deployment(ControlGroups.under(checkout))) {
            Node node = deployment.start(spec(Map.of("LOG_LEVEL", "stubborn")));
            told(node);

            assertThat(node.stop(Duration.ofMillis(200))).isEqualTo(new Node.End(137, false));
        }
    }

    @Test
    void closingKillsWhatStillRuns() {
        LocalDeployment deployment = deployment(ControlGroups.under(checkout));
        Node node = deployment.start(spec(Map.of("LOG_LEVEL", "stubborn")));
        told(node);

        deployment.close();
        deployment.close();

        assertThat(node.isRunning()).isFalse();
    }

    @Test
    void aProgramThatCantBeStartedIsNamed() {
        // The folder for its log is gone.
        try (LocalDeployment deployment = new LocalDeployment(
                checkout, ControlGroups.under(checkout), name, "t1-r1", checkout.resolve("nowhere"))) {
            assertThatThrownBy(() -> deployment.start(spec(Map.of())))
                    .isInstanceOf(UnusableException.class)
                    .hasMessageStartingWith("The server could not be started: ");
        }
        deployment(ControlGroups.under(checkout)).close();
    }

    @Test
    @EnabledIf("groupsCanBeMade")
    void aProcessInAGroupReadsItsLimitsBack() {
        try (LocalDeployment deployment = deployment(ControlGroups.under(CGROUPS))) {
            Node node = deployment.start(new NodeSpec(
                    NodeSpec.Role.SERVER, Map.of(), OptionalDouble.of(0.5), OptionalLong.of(256 << 20), 0.5));

            assertThat(told(node)).contains("cpus 0.5", "memory 268435456");
        }
    }

    @Test
    @EnabledIf("groupsCanBeMade")
    void aProgramThatIsNoneLeavesNoGroup() throws IOException {
        Files.delete(checkout.resolve("server/target/server.jar"));
        try (LocalDeployment deployment = deployment(ControlGroups.under(CGROUPS))) {
            Node node = deployment.start(new NodeSpec(
                    NodeSpec.Role.SERVER, Map.of(), OptionalDouble.of(0.5), OptionalLong.of(256 << 20), 0.5));

            await().until(() -> !node.isRunning());
            assertThat(node.stop(GRACE).exitCode()).isEqualTo(1);
            assertThat(node.log()).contains("server.jar");
        }
    }

    static boolean groupsCanBeMade() {
        ControlGroups groups = ControlGroups.under(CGROUPS);
        ControlGroups.Group group = groups.make(
                "chatlab-probe-" + ProcessHandle.current().pid(), OptionalDouble.of(1), OptionalLong.of(64 << 20));
        if (group == null) {
            return false;
        }
        group.close();
        return true;
    }

    private LocalDeployment deployment(ControlGroups groups) {
        return new LocalDeployment(checkout, groups, name, "t1-r1", logs);
    }

    private static NodeSpec spec(Map<String, String> environment) {
        return new NodeSpec(NodeSpec.Role.SERVER, environment, OptionalDouble.empty(), OptionalLong.empty(), 1);
    }

    private static List<String> told(Node node) {
        await().atMost(Duration.ofSeconds(30)).until(() -> node.log().contains("ready\n") || !node.isRunning());
        return node.log().lines().toList();
    }

    private static String port(String address) {
        return address.substring(address.indexOf(':') + 1);
    }
}
