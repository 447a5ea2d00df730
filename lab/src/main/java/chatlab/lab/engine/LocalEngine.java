package chatlab.lab.engine;

import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Processes on this machine, on its loopback interface. */
final class LocalEngine implements Engine {
    private final String run;
    private final Path checkout;
    private final ControlGroups groups;
    private final List<LocalDeployment> deployments = new ArrayList<>();

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
    public void prepare(StopSignal stop) {
        for (NodeSpec.Role role : NodeSpec.Role.values()) {
            Path jar = jar(checkout, role);
            if (!Files.exists(jar)) {
                throw new UnusableException("The program " + jar + " is not built; './chatlab' builds it.");
            }
        }
    }

    @Override
    public void removeLeft() {
        String mark = LocalDeployment.mark(run);
        ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(mark))
                        .orElse(false))
                .forEach(process -> {
                    process.destroyForcibly();
                    process.onExit().join();
                });
        groups.removeLeft(run + "-t*");
        removeLeftLogs();
    }

    private void removeLeftLogs() {
        try (var left = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), logs() + "*")) {
            for (Path folder : left) {
                new LocalDeployment(checkout, groups, run, "left", folder).close();
            }
        } catch (IOException e) {
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
        for (NodeSpec.Role role : NodeSpec.Role.values()) {
            facts.put("program " + role.artifact(), digest(jar(checkout, role)));
        }
        return facts;
    }

    /** As long as an image's short one. */
    private static String digest(Path jar) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
            return "sha256:" + HexFormat.of().formatHex(digest, 0, 6);
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
