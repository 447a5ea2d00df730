package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CgroupTest {
    private static final CgroupReading NOTHING = new CgroupReading(
            OptionalLong.empty(),
            OptionalDouble.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    @TempDir
    Path root;

    @Test
    void version2ContainerWithItsOwnNamespaceShowsItsLimits() throws IOException {
        assertThat(reading("v2-container"))
                .isEqualTo(figures(7_250_123_000L, 0.25, 310, 120, 8_400_500_000L, 104_857_600L, 268_435_456L));
    }

    @Test
    void version2ServiceIsLimitedAndThrottledByTheTightestSliceAboveIt() throws IOException {
        assertThat(reading("v2-slice"))
                .isEqualTo(figures(5_000_001_000L, 1.5, 90, 30, 2_500_000_000L, 123_456_789L, 2_147_483_648L));
    }

    @Test
    void version2SessionWithoutControllersHasItsUsageAndNothingElse() throws IOException {
        assertThat(reading("v2-session"))
                .isEqualTo(new CgroupReading(
                        OptionalLong.of(4_200_000_000L),
                        OptionalDouble.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty()));
    }

    @Test
    void pathThatLeadsOutOfTheMountIsNotFollowed() throws IOException {
        CgroupReading reading = reading("v2-outside");
        assertThat(reading.cpuLimitCores()).hasValue(0.5);
        assertThat(reading.memoryLimitBytes()).hasValue(1L << 30);
    }

    @Test
    void version1ContainerWithoutANamespaceShowsItsLimits() throws IOException {
        assertThat(reading("v1-container"))
                .isEqualTo(figures(32_410_499L, 0.5, 2, 1, 71_000_423L, 1_683_456L, 67_108_864L));
    }

    @Test
    void version1GroupIsLimitedAndThrottledByItsParent() throws IOException {
        assertThat(reading("v1-parent-limits"))
                .isEqualTo(figures(5_000_000_000L, 0.5, 900, 300, 12_000_000_000L, 300_000_000L, 1_073_741_824L));
    }

    @Test
    void version1SaysWhatMemoryIsUsedFor() throws IOException {
        Path group = Files.createDirectories(root.resolve("sys/fs/cgroup/memory"));
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/self/cgroup"), "4:memory:/");
        Files.writeString(
                root.resolve("proc/self/mountinfo"), "1 0 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory");
        Files.writeString(group.resolve("memory.stat"), "rss 1\ntotal_cache 200\ntotal_rss 300\n");
        Files.writeString(group.resolve("memory.kmem.usage_in_bytes"), "400\n");
        assertThat(Cgroup.under(root).memoryKinds())
                .isEqualTo(new MemoryKinds(
                        OptionalLong.of(300), OptionalLong.of(200), OptionalLong.of(400), OptionalLong.empty()));
    }

    @Test
    void version1WithoutLimitsHasFiguresAndNoLimits() throws IOException {
        assertThat(reading("v1-unlimited")).isEqualTo(unlimited(7_741_000_111_222L, 5_368_709_120L));
    }

    @Test
    void version1ControllersGoBeforeAVersion2HierarchyWithoutAny() throws IOException {
        assertThat(reading("hybrid-host")).isEqualTo(unlimited(680_503_496_692L, 4_831_838_208L));
    }

    @Test
    void systemWithoutControlGroupsKnowsNothing() throws IOException {
        assertThat(reading("none")).isEqualTo(NOTHING);
        assertThat(Cgroup.under(root.resolve("nowhere")).read()).isEqualTo(NOTHING);
    }

    @Test
    void figuresThatMakeNoSenseAreTakenForMissing() throws IOException {
        unpack("v2-container");
        Files.writeString(root.resolve("sys/fs/cgroup/cpu.max"), "");
        Files.writeString(root.resolve("sys/fs/cgroup/memory.max"), "99999999999999999999\n");
        Files.writeString(root.resolve("sys/fs/cgroup/cpu.stat"), "usage_usec many\n\nnr_periods\n");
        CgroupReading reading = Cgroup.under(root).read();
        assertThat(reading.cpuLimitCores()).isEmpty();
        assertThat(reading.memoryLimitBytes()).isEmpty();
        assertThat(reading.cpuUsageNs()).isEmpty();
        assertThat(reading.memoryBytes()).hasValue(104_857_600L);
    }

    @Test
    void everyReadingIsFresh() throws IOException {
        unpack("v2-container");
        Cgroup cgroup = Cgroup.under(root);
        assertThat(cgroup.read().memoryBytes()).hasValue(104_857_600L);
        Files.writeString(root.resolve("sys/fs/cgroup/memory.current"), "5\n");
        assertThat(cgroup.read().memoryBytes()).hasValue(5);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisMachineSaysHowMuchCpuItsGroupUsedAndThatGrows() {
        Cgroup cgroup = Cgroup.ofThisProcess();
        long before = cgroup.read().cpuUsageNs().orElseThrow();
        long until = System.nanoTime() + 50_000_000;
        long work = 0;
        while (System.nanoTime() < until) {
            work += System.identityHashCode(new Object());
        }
        assertThat(cgroup.read().cpuUsageNs().orElseThrow())
                .as("after work with the outcome %d", work)
                .isGreaterThan(before);
    }

    private CgroupReading reading(String recording) throws IOException {
        unpack(recording);
        return Cgroup.under(root).read();
    }

    /** A recording is one file: a line {@code == path} before the content of each file. Latin-1 keeps every byte as it is. */
    private void unpack(String recording) throws IOException {
        try (InputStream in = CgroupTest.class.getResourceAsStream("/cgroup/" + recording + ".txt")) {
            assertThat(in).as("recording %s", recording).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            for (String file : text.substring(text.indexOf("== ") + 3).split("(?m)^== ", -1)) {
                int end = file.indexOf('\n');
                Path path = root.resolve(file.substring(0, end));
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.substring(end + 1), StandardCharsets.ISO_8859_1);
            }
        }
    }

    private static CgroupReading unlimited(long cpuUsageNs, long memoryBytes) {
        return new CgroupReading(
                OptionalLong.of(cpuUsageNs),
                OptionalDouble.empty(),
                OptionalLong.of(0),
                OptionalLong.of(0),
                OptionalLong.of(0),
                OptionalLong.of(memoryBytes),
                OptionalLong.empty());
    }

    private static CgroupReading figures(
            long cpuUsageNs,
            double cpuLimitCores,
            long cpuPeriods,
            long cpuThrottledPeriods,
            long cpuThrottledNs,
            long memoryBytes,
            long memoryLimitBytes) {
        return new CgroupReading(
                OptionalLong.of(cpuUsageNs),
                OptionalDouble.of(cpuLimitCores),
                OptionalLong.of(cpuPeriods),
                OptionalLong.of(cpuThrottledPeriods),
                OptionalLong.of(cpuThrottledNs),
                OptionalLong.of(memoryBytes),
                OptionalLong.of(memoryLimitBytes));
    }
}
