package chatlab.bench.machine;

import chatlab.process.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Control groups of our own, version 1 or 2, that hold one process to its {@link Limits}; gone when closed. */
public final class Confinement implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final int PERIOD_US = 100_000;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final List<Path> groups = new ArrayList<>();

    private Confinement() {}

    /**
     * Makes the groups.
     *
     * @throws UnusableException if this user may not, or the machine has none
     */
    public static Confinement of(Limits limits) {
        Confinement confinement = new Confinement();
        try {
            confinement.make(limits);
            return confinement;
        } catch (IOException e) {
            confinement.close();
            throw new UnusableException("no control group of our own can be made: " + reason(e), e);
        }
    }

    /** The command that enters the groups and then becomes {@code command}. */
    public List<String> around(List<String> command) {
        StringBuilder enter = new StringBuilder();
        for (Path group : groups) {
            enter.append("echo $$ > ").append(group.resolve("cgroup.procs")).append(" && ");
        }
        List<String> all = new ArrayList<>(List.of("sh", "-c", enter + "exec \"$@\"", "sh"));
        all.addAll(command);
        return all;
    }

    /** How much memory was charged at most, in MiB; nothing where the kernel does not say. */
    public String mostMemory() {
        return Stream.of("memory.max_usage_in_bytes", "memory.peak")
                .flatMap(this::lines)
                .findFirst()
                .map(bytes -> String.valueOf(Long.parseLong(bytes) >> 20))
                .orElse("an unknown part");
    }

    /** How many processes the kernel has killed because there was no memory. */
    public long kills() {
        return Stream.of("memory.oom_control", "memory.events")
                .flatMap(this::lines)
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                .sum();
    }

    private Stream<String> lines(String file) {
        return groups.stream()
                .map(group -> group.resolve(file))
                .filter(Files::isReadable)
                .flatMap(path -> {
                    try {
                        return Files.readAllLines(path).stream();
                    } catch (IOException e) {
                        return Stream.empty();
                    }
                });
    }

    @Override
    public void close() {
        for (Path group : groups) {
            try {
                Files.deleteIfExists(group);
            } catch (IOException e) {
                // Its process is ending; an empty group is all that stays behind.
            }
        }
    }

    private void make(Limits limits) throws IOException {
        if (!limits.any()) {
            return;
        }
        String name = "chatlab-bench-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        String quotaUs = String.valueOf(Math.round(limits.cpus() * PERIOD_US));
        String memoryBytes = String.valueOf((long) limits.memoryMiB() << 20);
        if (Files.exists(ROOT.resolve("cgroup.controllers"))) {
            Files.writeString(ROOT.resolve("cgroup.subtree_control"), "+cpu +memory");
            Path group = create(ROOT.resolve(name));
            if (limits.cpus() > 0) {
                Files.writeString(group.resolve("cpu.max"), quotaUs + " " + PERIOD_US);
            }
            if (limits.memoryMiB() > 0) {
                Files.writeString(group.resolve("memory.max"), memoryBytes);
            }
            return;
        }
        if (limits.cpus() > 0) {
            Path group = create(ROOT.resolve("cpu").resolve(name));
            Files.writeString(group.resolve("cpu.cfs_period_us"), String.valueOf(PERIOD_US));
            Files.writeString(group.resolve("cpu.cfs_quota_us"), quotaUs);
        }
        if (limits.memoryMiB() > 0) {
            Files.writeString(
                    create(ROOT.resolve("memory").resolve(name)).resolve("memory.limit_in_bytes"), memoryBytes);
        }
    }

    private Path create(Path group) throws IOException {
        Files.createDirectory(group);
        groups.add(group);
        return group;
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + " at " + e.getMessage();
    }
}
