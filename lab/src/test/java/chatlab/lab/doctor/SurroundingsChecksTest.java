package chatlab.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.engine.EngineSurvey.Made;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else lies about: full disks, leftovers, unusual platforms. */
class SurroundingsChecksTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Made CONTAINER = new Made(true, "look-1-server", "look-1", NOON);
    private static final Made NETWORK = new Made(false, "look-1", "look-1", NOON);

    @TempDir
    private Path folder;

    @Test
    void whatKilledRunsLeftIsRemovedByName() {
        assertThat(new LeftoversCheck(Surveys.good().made(CONTAINER, NETWORK).answer(), List::of).findings())
                .containsExactly(Finding.note(
                        "leftovers",
                        "1 container and 1 network of runs that nobody seems to be running here any more: look-1",
                        "docker rm -f look-1-server",
                        "docker network rm look-1"));
    }

    @Test
    void whatARunUnderWayMayHaveMadeIsLeftAlone() {
        LeftoversCheck check = new LeftoversCheck(
                Surveys.good()
                        .made(CONTAINER, new Made(false, "old", "old", NOON.minusSeconds(60)))
                        .answer(),
                () -> List.of(NOON.minusSeconds(1)));

        assertThat(check.findings())
                .containsExactly(Finding.note(
                        "leftovers",
                        "0 containers and 1 network of runs that nobody seems to be running here any more: old",
                        "docker network rm old"));
        assertThat(new LeftoversCheck(Surveys.good().made(CONTAINER).answer(), () -> List.of(NOON.minusSeconds(1)))
                        .findings())
                .containsExactly(Finding.ok("leftovers", "none but what the run under way made"));
    }

    @Test
    void nothingIsLeftOnAnEmptyEngineAndNothingIsSaidWithoutOne() {
        assertThat(new LeftoversCheck(Surveys.good().answer(), List::of).findings())
                .containsExactly(Finding.ok("leftovers", "none"));
        assertThat(new LeftoversCheck(Surveys.none(), List::of).findings()).isEmpty();
    }

    @Test
    void roomOnDisksIsFineAndLittleIsNoted() {
        assertThat(new DiskCheck(Surveys.good().answer(), folder, path -> 6L << 30).findings())
                .containsExactly(
                        Finding.ok("disk, results", "6.0 GiB free at " + folder),
                        Finding.ok("disk, images", "6.0 GiB free at /images"));
        assertThat(new DiskCheck(Surveys.good().answer(), folder, path -> 1L << 29).findings())
                .containsExactly(
                        Finding.note(
                                "disk, results",
                                "0.5 GiB free at " + folder + ", less than the 1.0 GiB advisable",
                                "du -sh results/* | sort -h   # remove what is done with"),
                        Finding.note(
                                "disk, images",
                                "0.5 GiB free at /images, less than the 5.0 GiB advisable",
                                "docker system df",
                                "docker builder prune"));
        assertThat(DiskCheck.usable(folder.resolve("none"))).isNegative();
        assertThat(DiskCheck.usable(folder)).isPositive();
    }

    @Test
    void windowsSubsystemForLinuxIsNamedAndLinuxIsNot() {
        Machine machine = new Machine(folder).with("proc/version", "Linux version 5.15.90.1-microsoft-standard-WSL2");
        assertThat(new PlatformCheck(machine.files()).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.NOTE);
                    assertThat(finding.mend()).singleElement().asString().contains(".wslconfig");
                });

        machine.with("proc/version", "Linux version 6.18");
        assertThat(new PlatformCheck(machine.files()).findings()).isEmpty();
    }
}
