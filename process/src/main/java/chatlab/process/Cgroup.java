package chatlab.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The control group this process is in, version 1 or 2 or a mix of both (cgroups(7); kernel documentation
 * {@code admin-guide/cgroup-v2} and {@code cgroup-v1}). Limits are the least of the group's own and its ancestors' as far
 * as they are visible from inside; throttling is that of the group whose CPU quota is the least, since it is the one that
 * is throttled.
 */
public final class Cgroup {
    /** Version 1 writes "no limit" as the largest multiple of the page size; anything near it is none. */
    private static final long NO_LIMIT = 1L << 62;

    private final @Nullable Group unified;
    private final @Nullable Group cpu;
    private final @Nullable Group cpuacct;
    private final @Nullable Group memory;

    /** A group's own directory and the mount point above which nothing is visible. */
    private record Group(Path directory, Path top) {
        List<Path> upwards() {
            List<Path> all = new ArrayList<>();
            for (Path at = directory; at != null && at.startsWith(top); at = at.getParent()) {
                all.add(at);
            }
            return all;
        }
    }

    /** Where a hierarchy is mounted: which part of it, and where. */
    private record Mount(Path root, Path point) {}

    /** A CPU quota over its period, and the group it is set on. */
    private record Quota(double cores, Path group) {}

    private Cgroup(Map<String, Group> groups) {
        unified = groups.get("");
        cpu = groups.get("cpu");
        cpuacct = groups.get("cpuacct");
        memory = groups.get("memory");
    }

    /** This process's group; on a system without control groups one that knows nothing. */
    public static Cgroup ofThisProcess() {
        return under(Path.of("/"));
    }

    /** For tests: a recorded file system below {@code root} that has {@code proc/self} and {@code sys/fs/cgroup}. */
    static Cgroup under(Path root) {
        Map<String, Group> groups = new HashMap<>();
        Map<String, Mount> mounts = mounts(lines(root.resolve("proc/self/mountinfo")), root);
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3) {
                for (String controller : fields[1].split(",", -1)) {
                    @Nullable Mount mount = mounts.get(controller);
                    if (mount != null) {
                        groups.put(controller, locate(mount, Path.of(fields[2])));
                    }
                }
            }
        }
        return new Cgroup(groups);
    }

    /** Reads all figures now. */
    public CgroupReading read() {
        @Nullable Group accounting = cpu != null ? cpu : unified;
        @Nullable Quota quota = leastCpuQuota();
        Map<String, Long> throttling = quota != null
                ? keyed(quota.group, "cpu.stat")
                : accounting != null ? keyed(accounting.directory, "cpu.stat") : Map.of();
        return new CgroupReading(
                cpuUsageNs(),
                quota == null ? OptionalDouble.empty() : OptionalDouble.of(quota.cores),
                optional(throttling.get("nr_periods")),
                optional(throttling.get("nr_throttled")),
                throttling.containsKey("throttled_usec")
                        ? OptionalLong.of(throttling.get("throttled_usec") * 1000)
                        : optional(throttling.get("throttled_time")),
                memory != null
                        ? number(memory.directory, "memory.usage_in_bytes")
                        : unified != null ? number(unified.directory, "memory.current") : OptionalLong.empty(),
                memoryLimitBytes());
    }

    /** Reads what memory is used for now. */
    public MemoryKinds memoryKinds() {
        if (memory != null) {
            Map<String, Long> kinds = keyed(memory.directory, "memory.stat");
            return new MemoryKinds(
                    optional(kinds.get("total_rss")),
                    optional(kinds.get("total_cache")),
                    number(memory.directory, "memory.kmem.usage_in_bytes"),
                    number(memory.directory, "memory.kmem.tcp.usage_in_bytes"));
        }
        Map<String, Long> kinds = unified == null ? Map.of() : keyed(unified.directory, "memory.stat");
        return new MemoryKinds(
                optional(kinds.get("anon")),
                optional(kinds.get("file")),
                optional(kinds.get("kernel")),
                optional(kinds.get("sock")));
    }

    private OptionalLong cpuUsageNs() {
        if (cpuacct != null) {
            return number(cpuacct.directory, "cpuacct.usage");
        }
        @Nullable
        Long usageMicros =
                unified == null ? null : keyed(unified.directory, "cpu.stat").get("usage_usec");
        return usageMicros == null ? OptionalLong.empty() : OptionalLong.of(usageMicros * 1000);
    }

    private @Nullable Quota leastCpuQuota() {
        List<Quota> quotas = new ArrayList<>();
        if (cpu != null) {
            for (Path group : cpu.upwards()) {
                OptionalLong quota = number(group, "cpu.cfs_quota_us");
                OptionalLong period = number(group, "cpu.cfs_period_us");
                if (quota.isPresent() && period.isPresent() && quota.getAsLong() > 0) {
                    quotas.add(new Quota((double) quota.getAsLong() / period.getAsLong(), group));
                }
            }
        } else if (unified != null) {
            for (Path group : unified.upwards()) {
                String[] fields = first(group, "cpu.max").split(" ", -1);
                if (fields.length == 2 && !fields[0].equals("max")) {
                    quotas.add(new Quota(Double.parseDouble(fields[0]) / Double.parseDouble(fields[1]), group));
                }
            }
        }
        return quotas.stream().min(Comparator.comparingDouble(Quota::cores)).orElse(null);
    }

    private OptionalLong memoryLimitBytes() {
        @Nullable Group group = memory != null ? memory : unified;
        String file = memory != null ? "memory.limit_in_bytes" : "memory.max";
        if (group == null) {
            return OptionalLong.empty();
        }
        return group.upwards().stream()
                .flatMapToLong(directory -> number(directory, file).stream())
                .filter(limit -> limit < NO_LIMIT)
                .min();
    }

    /** The mounts by controller; version 2 stands under the empty name, as in {@code /proc/self/cgroup}. */
    private static Map<String, Mount> mounts(List<String> mountinfo, Path root) {
        Map<String, Mount> mounts = new HashMap<>();
        for (String line : mountinfo) {
            String[] fields = line.split(" ", -1);
            int separator = Arrays.asList(fields).indexOf("-");
            if (separator < 5 || fields.length < separator + 4) {
                continue;
            }
            Mount mount =
                    new Mount(Path.of(fields[3]), root.resolve(Path.of("/").relativize(Path.of(fields[4]))));
            switch (fields[separator + 1]) {
                case "cgroup2" -> mounts.putIfAbsent("", mount);
                case "cgroup" -> {
                    for (String controller : fields[separator + 3].split(",", -1)) {
                        mounts.putIfAbsent(controller, mount);
                    }
                }
                default -> {}
            }
        }
        return mounts;
    }

    /** A container without a cgroup namespace sees its host path, while the mount shows only its own part of the tree. */
    private static Group locate(Mount mount, Path path) {
        Path inside = path.startsWith(mount.root) ? mount.root.relativize(path) : Path.of("");
        Path directory = mount.point.resolve(inside).normalize();
        boolean visible = directory.startsWith(mount.point) && Files.isDirectory(directory);
        return new Group(visible ? directory : mount.point, mount.point);
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Map<String, Long> keyed(Path directory, String file) {
        Map<String, Long> values = new HashMap<>();
        for (String line : lines(directory.resolve(file))) {
            String[] fields = line.split(" ", -1);
            if (fields.length == 2 && fields[1].matches("\\d{1,18}")) {
                values.put(fields[0], Long.parseLong(fields[1]));
            }
        }
        return values;
    }

    private static OptionalLong number(Path directory, String file) {
        String text = first(directory, file);
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty(); // "max", or nothing there
        }
    }

    private static String first(Path directory, String file) {
        List<String> lines = lines(directory.resolve(file));
        return lines.isEmpty() ? "" : lines.getFirst().strip();
    }

    private static List<String> lines(Path file) {
        try {
            // Not strictly decoded: one mount point with a name that is not UTF-8 must not hide all the others.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of(); // no such hierarchy, controller or figure here
        }
    }
}
