package chatlab.lab.trial;

import chatlab.lab.engine.Deployment;
import chatlab.lab.engine.Engine;
import chatlab.lab.engine.EngineKind;
import chatlab.lab.engine.Node;
import chatlab.lab.engine.NodeSpec;
import chatlab.process.StopSignal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** An engine whose processes are admin ports of this one, scripted by a test. */
final class ScriptedEngine implements Engine {
    private final Function<NodeSpec, ScriptedNode> script;
    private final List<ScriptedDeployment> deployments = new ArrayList<>();
    private List<String> notices = List.of();

    ScriptedEngine(Function<NodeSpec, ScriptedNode> script) {
        this.script = script;
    }

    /** What every deployment has noticed when it is asked. */
    void notices(String... sentences) {
        notices = List.of(sentences);
    }

    /** What has been deployed so far, closed or not. */
    List<ScriptedDeployment> deployments() {
        return List.copyOf(deployments);
    }

    @Override
    public EngineKind kind() {
        return EngineKind.DOCKER;
    }

    @Override
    public void prepare(Set<NodeSpec.Role> roles, StopSignal stop) {}

    @Override
    public Deployment deploy(String name) {
        ScriptedDeployment deployment = new ScriptedDeployment(name);
        deployments.add(deployment);
        return deployment;
    }

    @Override
    public void removeLeft() {}

    @Override
    public List<String> disturbances() {
        return List.of();
    }

    @Override
    public Map<String, String> facts() {
        return Map.of("engine", "scripted");
    }

    @Override
    public void close() {
        deployments.forEach(ScriptedDeployment::close);
    }

    /** The processes of one repetition. */
    final class ScriptedDeployment implements Deployment {
        private final String name;
        private final Map<NodeSpec, ScriptedNode> nodes = new LinkedHashMap<>();
        private volatile boolean closed;
        private volatile boolean kept;

        ScriptedDeployment(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        List<NodeSpec> specs() {
            return List.copyOf(nodes.keySet());
        }

        boolean isClosed() {
            return closed;
        }

        @Override
        public Node start(NodeSpec spec) {
            ScriptedNode node = script.apply(spec);
            nodes.put(spec, node);
            return node;
        }

        boolean isKept() {
            return kept;
        }

        @Override
        public String servers() {
            return "servers:8080";
        }

        @Override
        public ServingSide servingSide(NodeSpec.Serving serving) {
            return new ServingSide(Set.of(0), false, 1.5);
        }

        @Override
        public String keep() {
            kept = true;
            return "scripted removal";
        }

        @Override
        public List<String> notices() {
            return notices;
        }

        @Override
        public void close() {
            closed = true;
            if (kept) {
                return;
            }
            nodes.values().forEach(ScriptedNode::close);
        }
    }
}
