package chatlab.lab.engine;

import chatlab.process.AotCache;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes on this machine, on its loopback interface. */
final class LocalEngine implements Engine {
    private static final long MOST_DYING_S = 10;

    private final String run;
    private final Path checkout;
    private final ControlGroups groups;
    private final List<LocalDeployment> deployments = new ArrayList<>();
    private Set<NodeSpec.Role> roles =
            EnumSet.of(NodeSpec.Role.SERVER, NodeSpec.Role.LOAD_CLIENTS, NodeSpec.Role.GATLING);

    private LocalEngine(String run, Path checkout, ControlGroups groups) {
        this.run = run;
        this.checkout = checkout;
        this.groups = groups;
    }

    static Engine open(String run, Path checkout) {
        return new LocalEngine(run, checkout, ControlGroups.under(Path.of("/sys/fs/cgroup")));
    }

    @Override
    public EngineKind kind() {
        return EngineKind.LOCAL;
    }

    @Override
    public void prepare(Set<NodeSpec.Role> wanted, StopSignal stop) {
        if (!wanted.stream().allMatch(NodeSpec.Role::isOurs)) {
            throw new UnsupportedOperationException("there is neither Redis nor HAProxy here");
        }
        roles = EnumSet.copyOf(wanted);
        for (NodeSpec.Role role : roles) {
            Path jar = jar(checkout, role);
            if (!Files.exists(jar)) {
                throw new UnusableException("The program " + jar + " is not built; './chatlab' builds it.");
            }
        }
    }

    @Override
    public void removeLeft() {
        String mark = LocalDeployment.mark(run);
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(mark))
                        .orElse(false))
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : left) {
            try {
                process.onExit().get(MOST_DYING_S, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new UnusableException(
                        "The process " + process.pid() + ", which an earlier part of the run has left, can't be ended.",
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UnusableException("Stopped while what the run has left was removed.", e);
            }
        }
        groups.removeLeft(run + "-t");
        removeLeftLogs();
    }

    private void removeLeftLogs() {
        try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            left.filter(folder -> folder.getFileName().toString().startsWith(logs())
                            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
                    .forEach(folder -> new LocalDeployment(checkout, groups, run, "left", folder).close());
        } catch (IOException | UncheckedIOException e) {
            throw new UnusableException("The logs that were left can't be removed: " + e.getMessage() + ".", e);
        }
    }

    /** What the names of folders of logs begin with. */
    private String logs() {
        return run + "-logs-";
    }

    /** Where the build leaves a role's program. */
    static Path jar(Path checkout, NodeSpec.Role role) {
        return checkout.resolve(role.artifact() + "/target/" + role.artifact() + ".jar");
    }

    @Override
    public Deployment deploy(String name) {
        try {
            LocalDeployment deployment =
                    new LocalDeployment(checkout, groups, run, name, Files.createTempDirectory(logs()));
            deployments.add(deployment);
            return deployment;
        } catch (IOException e) {
            throw new UnusableException("No folder for logs could be made: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public List<String> disturbances() {
        return List.of();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(HostFacts.read());
        facts.put("engine", "processes on this machine, Java " + Runtime.version());
        facts.put("cgroup", groups.description());
        for (NodeSpec.Role role : roles) {
            facts.put("program " + role.artifact(), digest(role));
        }
        return facts;
    }

    /** Of the program and how it is started, as long as an image's short one. */
    private String digest(NodeSpec.Role role) {
        Path jar = jar(checkout, role);
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(Files.readAllBytes(jar));
            sha.update(Files.readAllBytes(checkout.resolve(role.artifact()).resolve("jvm.options")));
            return "sha256:" + HexFormat.of().formatHex(sha.digest(), 0, 6)
                    + (AotCache.option(jar).isEmpty() ? ", without an AOT cache" : "");
        } catch (IOException e) {
            return "not built";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Cleanup cleanup = new Cleanup();
        deployments.forEach(deployment -> cleanup.then(deployment::close));
        cleanup.done();
    }
}
