package chatlab.lab.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes control groups of this machine, of version 1 or 2, where the user may: for root, or below a delegated group. Where
 * it can't, processes run without limits, and what they read back says so.
 */
final class ControlGroups {
    private static final Logger log = LoggerFactory.getLogger(ControlGroups.class);
    private static final long PERIOD_US = 100_000;

    private enum Version {
        V1,
        V2,
        NONE
    }

    private final Path root;
    private final Version version;

    private ControlGroups(Path root, Version version) {
        this.root = root;
        this.version = version;
    }

    /** @param root where control groups are mounted */
    static ControlGroups under(Path root) {
        if (Files.isWritable(root.resolve("cpu")) && Files.exists(root.resolve("cpu/tasks"))) {
            return new ControlGroups(root, Version.V1);
        }
        boolean delegated = Files.exists(root.resolve("cgroup.controllers"))
                && Files.isWritable(root)
                && Files.isWritable(root.resolve("cgroup.subtree_control"));
        return new ControlGroups(root, delegated ? Version.V2 : Version.NONE);
    }

    /** For the report. */
    String description() {
        return switch (version) {
            case V1 -> "v1, made by the lab";
            case V2 -> "v2, made by the lab";
            case NONE -> "none that this user may make: no limit binds";
        };
    }

    /** A group with limits, made for one process. */
    static final class Group implements AutoCloseable {
        private final List<Path> directories;

        private Group(List<Path> directories) {
            this.directories = List.copyOf(directories);
        }

        /** The files to which a process writes its id to get in. */
        List<Path> doors() {
            return directories.stream().map(d -> d.resolve("cgroup.procs")).toList();
        }

        /** Removes it; the process must have ended. */
        @Override
        public void close() {
            for (Path directory : directories) {
                try {
                    Files.deleteIfExists(directory);
                } catch (IOException e) {
                    log.warn("The control group {} could not be removed: {}.", directory, e.getMessage());
                }
            }
        }
    }

    /** Removes groups that nobody is in and whose names begin like this. */
    void removeLeft(String beginning) {
        List<Path> hierarchies = switch (version) {
            case V1 -> List.of(root.resolve("cpu"), root.resolve("cpuacct"), root.resolve("memory"));
            case V2 -> List.of(root);
            case NONE -> List.of();
        };
        for (Path hierarchy : hierarchies) {
            try (var left = Files.list(hierarchy.toRealPath())) {
                new Group(left.filter(directory ->
                                        directory.getFileName().toString().startsWith(beginning))
                                .toList())
                        .close();
            } catch (IOException e) {
                log.warn("The control groups that were left in {} can't be found: {}.", hierarchy, e.getMessage());
            }
        }
    }

    /** Makes a group, or null where that is not possible. */
    @Nullable
    Group make(String name, OptionalDouble cpus, OptionalLong memoryBytes) {
        List<Path> made = new ArrayList<>();
        try {
            switch (version) {
                case V1 -> makeV1(name, cpus, memoryBytes, made);
                case V2 -> makeV2(name, cpus, memoryBytes, made);
                case NONE -> {
                    return null;
                }
            }
            return new Group(made);
        } catch (IOException e) {
            log.warn("No control group could be made, so no limit binds: {}.", e.toString());
            Collections.reverse(made);
            new Group(made).close();
            return null;
        }
    }

    private void makeV1(String name, OptionalDouble cpus, OptionalLong memoryBytes, List<Path> made)
            throws IOException {
        Path cpu = directory(root.resolve("cpu"), name, made);
        directory(root.resolve("cpuacct"), name, made);
        Path memory = directory(root.resolve("memory"), name, made);
        if (cpus.isPresent()) {
            write(cpu.resolve("cpu.cfs_period_us"), PERIOD_US);
            write(cpu.resolve("cpu.cfs_quota_us"), Math.round(cpus.getAsDouble() * PERIOD_US));
        }
        if (memoryBytes.isPresent()) {
            write(memory.resolve("memory.limit_in_bytes"), memoryBytes.getAsLong());
            // A limit that swaps is none. The file is there only where the kernel accounts for swap.
            Path withSwap = memory.resolve("memory.memsw.limit_in_bytes");
            if (Files.exists(withSwap)) {
                write(withSwap, memoryBytes.getAsLong());
            }
        }
    }

    private void makeV2(String name, OptionalDouble cpus, OptionalLong memoryBytes, List<Path> made)
            throws IOException {
        Files.writeString(root.resolve("cgroup.subtree_control"), "+cpu +memory");
        Path group = directory(root, name, made);
        if (cpus.isPresent()) {
            Files.writeString(group.resolve("cpu.max"), Math.round(cpus.getAsDouble() * PERIOD_US) + " " + PERIOD_US);
        }
        if (memoryBytes.isPresent()) {
            write(group.resolve("memory.max"), memoryBytes.getAsLong());
            Path swap = group.resolve("memory.swap.max");
            if (Files.exists(swap)) {
                write(swap, 0);
            }
        }
    }

    /** cpu and cpuacct are mostly one hierarchy under two names, so the second one is there already. */
    private static Path directory(Path hierarchy, String name, List<Path> made) throws IOException {
        Path directory = hierarchy.toRealPath().resolve(name);
        if (!made.contains(directory)) {
            Files.createDirectory(directory);
            made.add(directory);
        }
        return directory;
    }

    private static void write(Path file, long value) throws IOException {
        Files.writeString(file, Long.toString(value));
    }
}
