package chatlab.lab.engine;

import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /** Where the build leaves a role's program. */
    static Path jar(Path checkout, NodeSpec.Role role) {
        return checkout.resolve(role.artifact() + "/target/" + role.artifact() + ".jar");
    }

    @Override
    public Deployment deploy(String name) {
        try {
            LocalDeployment deployment =
                    new LocalDeployment(checkout, groups, run + "-" + name, Files.createTempDirectory(run + "-"));
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
        return facts;
    }

    @Override
    public void close() {
        Cleanup cleanup = new Cleanup();
        deployments.forEach(deployment -> cleanup.then(deployment::close));
        cleanup.done();
    }
}
