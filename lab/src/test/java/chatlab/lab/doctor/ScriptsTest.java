package chatlab.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The scripts for people: what they say and how they end. The kernel's settings are those of a made-up machine. */
@EnabledOnOs(OS.LINUX)
class ScriptsTest {
    private static final Path SCRIPTS = Path.of(System.getProperty("chatlab.checkout"), "scripts");
    private static final String TUNE = SCRIPTS.resolve("tune-host").toString();
    private static final String ROLLING = SCRIPTS.resolve("rolling-restart").toString();

    @TempDir
    private Path folder;

    @BeforeEach
    void aMachineWithUsualSettings() throws IOException {
        setting("net/core/somaxconn", "128");
        setting("net/ipv4/tcp_max_syn_backlog", "8192");
        setting("net/ipv4/ip_local_port_range", "32768\t60999");
        setting("fs/file-max", "9223372036854775807");
        setting("fs/nr_open", "1048576");
        program("id", "echo 0");
    }

    @Test
    void tuneHostShowsWhatIsRecommendedAndChangesNothing() throws Exception {
        Run run = run(TUNE);

        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line).matches("net.core.somaxconn +128 +-> 4096 +connects .*"))
                .anySatisfy(line -> assertThat(line).matches("net.ipv4.tcp_max_syn_backlog +8192 +ok .*"))
                .anySatisfy(line -> assertThat(line).matches("fs.file-max +9223372036854775807 +ok .*"))
                .anySatisfy(line -> assertThat(line).matches("open files \\(soft, hard\\) .*"))
                .contains(
                        "  sudo sysctl -w net.core.somaxconn=\"4096\"",
                        "  sudo sysctl -w net.ipv4.ip_local_port_range=\"10240 65535\"")
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(110));
        assertThat(run.error()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(setting("net/core/somaxconn")).isEqualTo("128");
    }

    @Test
    void tuneHostAppliesWhatIsHigherAndSetsItBack() throws Exception {
        Run applied = run(TUNE, "--apply");
        Run again = run(TUNE, "--apply");

        assertThat(applied.out().lines())
                .contains(
                        "net.core.somaxconn was 128 and is 4096 now.",
                        "net.ipv4.tcp_max_syn_backlog stays 8192.",
                        "net.ipv4.ip_local_port_range was 32768 60999 and is 10240 65535 now.",
                        "  net.core.somaxconn = 4096",
                        "  net.ipv4.ip_local_port_range = 10240 65535");
        assertThat(applied.exitCode()).isZero();
        assertThat(again.out()).contains("net.core.somaxconn stays 4096.");
        assertThat(setting("net/core/somaxconn")).isEqualTo("4096");

        Run undone = run(TUNE, "--undo");

        assertThat(undone.out())
                .isEqualTo("net.core.somaxconn is 128 again.\nnet.ipv4.ip_local_port_range is 32768 60999 again.\n");
        assertThat(undone.exitCode()).isZero();
        assertThat(setting("net/ipv4/ip_local_port_range")).isEqualTo("32768 60999");
        assertThat(run(TUNE, "--undo").exitCode()).isEqualTo(5);
    }

    @Test
    void aSettingThatTheKernelRefusesIsNamedAndTheOthersAreApplied() throws Exception {
        Path setting = folder.resolve("proc/net/core/somaxconn");
        Files.delete(setting);
        // A number that nobody may write, not even root.
        Files.createSymbolicLink(setting, Path.of("/proc/sys/kernel/random/poolsize"));

        Run run = run(TUNE, "--apply");
        Files.delete(setting);

        assertThat(run.error())
                .matches(
                        "net.core.somaxconn is \\d+ and could not be set to 4096: the kernel or a container around this"
                                + " shell does not allow it.\n"
                                + "1 of the settings could not be changed: net.core.somaxconn.\n");
        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(setting("net/ipv4/ip_local_port_range")).isEqualTo("10240 65535");
    }

    @Test
    void onlyRootMayApply() throws Exception {
        program("id", "echo 1000");

        assertThat(run(TUNE, "--apply"))
                .isEqualTo(
                        new Run(5, "", "Only root may change the kernel's settings: sudo scripts/tune-host --apply\n"));
    }

    @Test
    void wrongUsageEndsWithTwo() throws Exception {
        assertThat(run(TUNE, "--fast"))
                .isEqualTo(new Run(
                        2, "", "tune-host does not know '--fast'; 'scripts/tune-host --help' lists what it does.\n"));
        assertThat(run(releaseCheck(), "everything"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "release-check does not know 'everything'; 'scripts/release-check --help' lists the checks.\n"));
        assertThat(run(ROLLING, "--fast"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "rolling-restart does not know '--fast'; 'scripts/rolling-restart --help' lists what it does.\n"));
        for (String script : List.of("play-journeys", "try-replicas")) {
            String path = SCRIPTS.resolve(script).toString();
            assertThat(run(path, "--fast"))
                    .isEqualTo(new Run(2, "", "The arguments are '--fast', but there is none beside --help.\n"));
            assertThat(run(path, "--help").out()).startsWith("Usage: scripts/" + script);
        }
        assertThat(run(ROLLING, "--help").out()).startsWith("Usage: scripts/rolling-restart");
        assertThat(run(releaseCheck(), "--help").out()).startsWith("Usage: scripts/release-check");
        assertThat(run(TUNE, "--help").out()).startsWith("Usage: scripts/tune-host");
    }

    @Test
    void aRollingRestartSaysThatThereIsNothingToRestart() throws Exception {
        program("docker", "exit 0");

        assertThat(run(ROLLING, "nobody"))
                .isEqualTo(new Run(
                        5,
                        "",
                        "No server of the project 'nobody' runs; 'docker compose ls' lists the projects that do.\n"));

        program("docker", "exit 1");

        assertThat(run(ROLLING))
                .isEqualTo(new Run(5, "", "No Docker Engine answers; './chatlab doctor' says what is missing.\n"));
    }

    @Test
    void aServerThatHadToBeKilledIsStartedAgainAndNoOrderlyRestart() throws Exception {
        program("docker", """
                echo "$1" >> %s
                case "$*" in
                  ps*service=server*) echo '1 one' ;;
                  inspect*Name*) echo /x-server-1 ;;
                  inspect*ExitCode*) echo 137 ;;
                  inspect*) echo healthy ;;
                esac
                """.formatted(folder.resolve("asked")));

        Run run = run(ROLLING, "x");

        assertThat(run.out()).containsPattern("x-server-1 .* 137  has to end with 0\n");
        assertThat(run.error()).isEqualTo("1 of the servers did not end in order.\n");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(Files.readAllLines(folder.resolve("asked"))).containsSubsequence("stop", "start");
    }

    @Test
    void theReleaseCheckFindsWhatIsAmiss() throws Exception {
        write("docs/a.md", "[b](b.md#there) [c](../c%3D1.md) [web](https://example.org/x) ![i](i.png \"title\")\n");
        write("c=1.md", "```\n[no link](in-code.md)\n```\n[top](/docs/a.md) [home](#home)\n");
        write("docs/i.png", "x".repeat(1_000_001));
        write("x.js", "1;\n");
        write("x.sha256", "0".repeat(64) + "  x.js\n");
        write("pom.xml", "<project>\n  <version>1.0</version>\n</project>\n");
        write("CHANGELOG.md", "## 0.9\n");
        String script = committed();
        write("forgotten", "x");

        Run run = run(script, "tree", "version", "links", "sizes", "vendored", "compose", "--quick", "tests");

        assertThat(run.out()).isEqualTo("""
                        FAIL  tree      not committed yet:
                                        ?? forgotten
                        FAIL  version   CHANGELOG.md has no '## 1.0'
                        FAIL  links     1 of 4 lead nowhere:
                                        docs/a.md -> b.md
                        FAIL  sizes     larger than 1000000 bytes:
                                        1000001 bytes: docs/i.png
                        FAIL  vendored  x.sha256: x.js: FAILED
                                        x.LICENSE.txt is missing
                                        LICENSE is missing
                        FAIL  compose   there is no docker-compose.yml
                        skip  tests     left out by --quick

                        7 checks: 0 ok, 6 failed, 1 skipped.
                        """);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aTreeThatIsFinePasses() throws Exception {
        write("pom.xml", "<project>\n  <version>1.0</version>\n</project>\n");
        write("CHANGELOG.md", "## 1.0 – first\n[pom](pom.xml)\n");
        String script = committed();

        Run run = run(script, "tree", "version", "links", "sizes");

        assertThat(run.out().lines())
                .contains(
                        "ok    version   1.0, in all poms and in CHANGELOG.md",
                        "ok    links     1 relative links lead to committed files",
                        "4 checks: 4 ok, 0 failed, 0 skipped.");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aCloneThatMakesNoJarsDoesNotPassForOneThatMakesTheSame() throws Exception {
        write("chatlab", "#!/bin/sh\n");
        Files.setPosixFilePermissions(folder.resolve("tree/chatlab"), PosixFilePermissions.fromString("rwxr-xr-x"));
        String script = committed();

        Run run = run(script, "jars");

        assertThat(run.out()).startsWith("FAIL  jars      a fresh clone makes 0 jars, it has to be 4 or more\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    private static String releaseCheck() {
        return SCRIPTS.resolve("release-check").toString();
    }

    /** Commits all that was written, with the script, and says where the script is. */
    private String committed() throws Exception {
        Path script = folder.resolve("tree/scripts/release-check");
        Files.createDirectories(folder.resolve("tree/scripts"));
        Files.copy(SCRIPTS.resolve("release-check"), script);
        Path tree = folder.resolve("tree");
        String git = "git -C " + tree + " -c user.name=a -c user.email=a@example.org ";
        Run run = run("sh", "-c", git + "init -q && " + git + "add -A && " + git + "commit -qm all");
        assertThat(run.exitCode()).as(run.error()).isZero();
        return script.toString();
    }

    private void write(String file, String content) throws IOException {
        Path path = folder.resolve("tree").resolve(file);
        Files.createDirectories(path.resolve("..").normalize());
        Files.writeString(path, content);
    }

    private void setting(String name, String value) throws IOException {
        new Machine(folder).with("proc/" + name, value + "\n");
    }

    private String setting(String name) throws IOException {
        return Files.readString(folder.resolve("proc/" + name)).strip();
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Run(int exitCode, String out, String error) {}

    private Run run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path error = folder.resolve("error");
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .redirectOutput(out.toFile())
                .redirectError(error.toFile());
        builder.environment().merge("PATH", "", (path, none) -> folder.resolve("bin") + ":" + path);
        builder.environment().put("TUNE_HOST_PROC", folder.resolve("proc").toString());
        builder.environment()
                .put("TUNE_HOST_STATE", folder.resolve("state/before").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), Files.readString(out), Files.readString(error));
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }
}
