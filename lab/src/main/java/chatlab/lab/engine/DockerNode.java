package chatlab.lab.engine;

import chatlab.process.UnusableException;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.CpuStatsConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.api.model.ThrottlingDataConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A container. */
final class DockerNode implements Node {
    private static final Logger LOG = LoggerFactory.getLogger(DockerNode.class);
    private static final int LOG_LINES = 2_000;

    /** Exit code of who got SIGKILL. */
    private static final int KILLED = 137;

    /** An engine removes what it has killed within that. */
    private static final Duration REMOVAL = Duration.ofSeconds(3);

    private static final Duration POLL = Duration.ofMillis(200);

    private final DockerClient docker;
    private final String id;
    private final String address;
    private final ExposedPort adminPort;
    private @Nullable URI admin;

    DockerNode(DockerClient docker, String id, String address, ExposedPort adminPort) {
        this.docker = docker;
        this.id = id;
        this.address = address;
        this.adminPort = adminPort;
    }

    String id() {
        return id;
    }

    void start() {
        DockerCalls.ask("start " + address, () -> {
            try {
                return docker.startContainerCmd(id).exec();
            } catch (NotFoundException e) {
                throw gone(e);
            }
        });
        Ports.Binding[] bindings =
                inspect().getNetworkSettings().getPorts().getBindings().get(adminPort);
        if (bindings != null && bindings.length > 0) {
            admin = URI.create("http://127.0.0.1:" + bindings[0].getHostPortSpec());
        }
    }

    @Override
    public URI admin() {
        // Without a published port it ended as soon as it had begun; whoever asks there gets no answer and looks why.
        return Objects.requireNonNullElse(admin, URI.create("http://127.0.0.1:9"));
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Watch watch(Consumer<Use> listener) {
        ResultCallback.Adapter<Statistics> readings = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Statistics statistics) {
                use(statistics).ifPresent(listener);
            }

            @Override
            public void onError(Throwable failure) {
                LOG.debug("what {} uses is not told any more", address, failure); // a gap, which is judged
            }
        };
        var _ = docker.statsCmd(id).exec(readings);
        return () -> {
            try {
                readings.close();
            } catch (IOException e) {
                LOG.debug("watching {} could not be ended", address, e); // it ends with the container
            }
        };
    }

    /** Empty once the container has ended: then the engine reads zeros. */
    private static Optional<Use> use(Statistics statistics) {
        CpuStatsConfig cpu = statistics.getCpuStats();
        if (statistics.getRead() == null
                || cpu == null
                || cpu.getCpuUsage() == null
                || cpu.getCpuUsage().getTotalUsage() == null
                || cpu.getCpuUsage().getTotalUsage() == 0) {
            return Optional.empty();
        }
        ThrottlingDataConfig throttling = cpu.getThrottlingData();
        MemoryStatsConfig memory = statistics.getMemoryStats();
        return Optional.of(new Use(
                Instant.parse(statistics.getRead()),
                cpu.getCpuUsage().getTotalUsage() * 1e-9,
                throttling == null ? 0 : orZero(throttling.getPeriods()),
                throttling == null ? 0 : orZero(throttling.getThrottledPeriods()),
                memory == null ? 0 : orZero(memory.getUsage())));
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    @Override
    public boolean isRunning() {
        return Boolean.TRUE.equals(inspect().getState().getRunning());
    }

    @Override
    public End stop(Duration grace) {
        DockerCalls.ask("stop " + address, () -> {
            try {
                return docker.stopContainerCmd(id)
                        .withTimeout((int) grace.toSeconds())
                        .exec();
            } catch (NotModifiedException e) {
                return null; // it has ended by itself
            } catch (NotFoundException e) {
                throw gone(e);
            }
        });
        InspectContainerResponse.ContainerState state = inspect().getState();
        if (state.getExitCodeLong() != null
                && state.getExitCodeLong() == KILLED
                && !Boolean.TRUE.equals(state.getOOMKilled())) {
            requireKept();
        }
        Long exitCode = state.getExitCodeLong();
        return new End(exitCode == null ? -1 : exitCode.intValue(), Boolean.TRUE.equals(state.getOOMKilled()));
    }

    /** Who removes a container kills it before: then its end says nothing about what ran in it. */
    private void requireKept() {
        long deadline = System.nanoTime() + REMOVAL.toNanos();
        while (System.nanoTime() < deadline) {
            var _ = inspect();
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public String log() {
        var _ = inspect(); // one that is gone has none, which the engine says with more words
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(); // synchronized: frames come on another thread
        DockerCalls.ask("give the log of " + address, () -> {
            try (ResultCallback.Adapter<Frame> frames = new ResultCallback.Adapter<>() {
                @Override
                public void onNext(Frame frame) {
                    bytes.writeBytes(frame.getPayload());
                }
            }) {
                return docker.logContainerCmd(id)
                        .withStdOut(true)
                        .withStdErr(true)
                        .withTail(LOG_LINES)
                        .exec(frames)
                        .awaitCompletion(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return bytes.toString(StandardCharsets.UTF_8);
    }

    void remove() {
        DockerCalls.remove(
                "the container of " + address,
                () -> docker.removeContainerCmd(id)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec());
    }

    private InspectContainerResponse inspect() {
        return DockerCalls.ask("tell of " + address, () -> {
            try {
                InspectContainerResponse container =
                        docker.inspectContainerCmd(id).exec();
                if (Boolean.TRUE.equals(container.getState().getDead())) {
                    throw gone(null); // it is being removed
                }
                return container;
            } catch (NotFoundException e) {
                throw gone(e);
            }
        });
    }

    private UnusableException gone(@Nullable NotFoundException cause) {
        return new UnusableException(
                "The container of " + address + " is gone: somebody else removed it while it was needed.", cause);
    }
}
