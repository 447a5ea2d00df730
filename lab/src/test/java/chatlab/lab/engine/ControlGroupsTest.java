package chatlab.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupsTest {
    private static final OptionalDouble HALF_A_CORE = OptionalDouble.of(0.5);
    private static final OptionalLong MEBIBYTES_256 = OptionalLong.of(256 << 20);

    @TempDir
    private Path root;

    @Test
    void versionOneHasADirectoryPerHierarchyWithTheLimitsInIt() throws IOException {
        versionOne();

        ControlGroups groups = ControlGroups.under(root);
        ControlGroups.Group group = make(groups, "run-server", HALF_A_CORE, MEBIBYTES_256);

        assertThat(groups.description()).isEqualTo("v1, made by the lab");
        assertThat(root.resolve("cpu/run-server/cpu.cfs_period_us")).hasContent("100000");
        assertThat(root.resolve("cpu/run-server/cpu.cfs_quota_us")).hasContent("50000");
        assertThat(root.resolve("memory/run-server/memory.limit_in_bytes")).hasContent("268435456");
        assertThat(group.doors())
                .containsExactlyInAnyOrder(
                        root.resolve("cpu/run-server/cgroup.procs"),
                        root.resolve("cpuacct/run-server/cgroup.procs"),
                        root.resolve("memory/run-server/cgroup.procs"));
    }

    @Test
    void aHierarchyWithTwoNamesGetsOneDirectory() throws IOException {
        versionOne();
        Files.delete(root.resolve("cpu/tasks"));
        Files.delete(root.resolve("cpu"));
        Files.delete(root.resolve("cpuacct"));
        Files.createFile(Files.createDirectory(root.resolve("cpu,cpuacct")).resolve("tasks"));
        Files.createSymbolicLink(root.resolve("cpu"), root.resolve("cpu,cpuacct"));
        Files.createSymbolicLink(root.resolve("cpuacct"), root.resolve("cpu,cpuacct"));

        ControlGroups.Group group = make(ControlGroups.under(root), "x", HALF_A_CORE, MEBIBYTES_256);

        assertThat(group.doors())
                .containsExactlyInAnyOrder(
                        root.resolve("cpu,cpuacct/x/cgroup.procs"), root.resolve("memory/x/cgroup.procs"));
    }

    @Test
    void versionTwoHasOneDirectoryAndEnablesItsControllers() throws IOException {
        versionTwo();

        ControlGroups groups = ControlGroups.under(root);
        ControlGroups.Group group = make(groups, "run-server", OptionalDouble.of(0.25), MEBIBYTES_256);

        assertThat(groups.description()).isEqualTo("v2, made by the lab");
        assertThat(root.resolve("cgroup.subtree_control")).hasContent("+cpu +memory");
        assertThat(root.resolve("run-server/cpu.max")).hasContent("25000 100000");
        assertThat(root.resolve("run-server/memory.max")).hasContent("268435456");
        assertThat(group.doors()).containsExactly(root.resolve("run-server/cgroup.procs"));
    }

    @Test
    void aGroupWithoutLimitsHasNone() throws IOException {
        versionTwo();

        make(ControlGroups.under(root), "free", OptionalDouble.empty(), OptionalLong.empty());

        assertThat(root.resolve("free")).isEmptyDirectory();
    }

    @Test
    void closingRemovesTheDirectories() throws IOException {
        versionOne();
        ControlGroups.Group group = make(ControlGroups.under(root), "x", OptionalDouble.empty(), OptionalLong.empty());

        group.close();
        group.close();

        assertThat(root.resolve("cpu/x")).doesNotExist();
        assertThat(root.resolve("cpuacct/x")).doesNotExist();
        assertThat(root.resolve("memory/x")).doesNotExist();
    }

    @Test
    void halfAGroupIsTakenBack() throws IOException {
        versionOne();
        Files.delete(root.resolve("memory"));

        assertThat(ControlGroups.under(root).make("x", OptionalDouble.empty(), OptionalLong.empty()))
                .isNull();
        assertThat(root.resolve("cpu/x")).doesNotExist();
        assertThat(root.resolve("cpuacct/x")).doesNotExist();
    }

    @Test
    void aGroupOfSomebodyElseIsNeitherUsedNorRemoved() throws IOException {
        versionTwo();
        Files.createDirectory(root.resolve("x"));

        assertThat(ControlGroups.under(root).make("x", HALF_A_CORE, MEBIBYTES_256))
                .isNull();
        assertThat(root.resolve("x")).isEmptyDirectory();
    }

    @Test
    void withoutControlGroupsNothingIsMade() {
        ControlGroups groups = ControlGroups.under(root.resolve("nowhere"));

        assertThat(groups.description()).isEqualTo("none that this user may make: no limit binds");
        assertThat(groups.make("x", HALF_A_CORE, MEBIBYTES_256)).isNull();
    }

    @Test
    void whereTheTreeRefusesToBeWrittenNothingIsMade() throws IOException {
        Files.createFile(root.resolve("cgroup.controllers"));
        Files.createDirectory(root.resolve("cgroup.subtree_control")); // as little a file as one on a read-only mount

        assertThat(ControlGroups.under(root).make("x", HALF_A_CORE, MEBIBYTES_256))
                .isNull();
        assertThat(root.resolve("x")).doesNotExist();
    }

    @Test
    void aTreeWithoutTheFilesThatDelegateItIsNotWritten() throws IOException {
        Files.createFile(root.resolve("cgroup.controllers"));

        assertThat(ControlGroups.under(root).make("x", HALF_A_CORE, MEBIBYTES_256))
                .isNull();
        assertThat(root.resolve("x")).doesNotExist();
    }

    private void versionOne() throws IOException {
        for (String controller : new String[] {"cpu", "cpuacct", "memory"}) {
            Files.createDirectory(root.resolve(controller));
        }
        Files.createFile(root.resolve("cpu/tasks"));
    }

    private void versionTwo() throws IOException {
        Files.createFile(root.resolve("cgroup.controllers"));
        Files.createFile(root.resolve("cgroup.subtree_control"));
    }

    private static ControlGroups.Group make(
            ControlGroups groups, String name, OptionalDouble cpus, OptionalLong memoryBytes) {
        return Objects.requireNonNull(groups.make(name, cpus, memoryBytes));
    }
}
