package chatlab.lab.engine;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A process of this machine. */
final class LocalNode implements Node {
    private final Process process;
    private final ControlGroups.@Nullable Group group;
    private final Path log;
    private final int adminPort;
    private final String address;

    LocalNode(Process process, ControlGroups.@Nullable Group group, Path log, int adminPort, String address) {
        this.process = process;
        this.group = group;
        this.log = log;
        this.adminPort = adminPort;
        this.address = address;
    }

    @Override
    public URI admin() {
        return URI.create("http://127.0.0.1:" + adminPort);
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Watch watch(Consumer<Use> listener) {
        throw new UnsupportedOperationException("those that run here tell of themselves");
    }

    @Override
    public boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public End stop(Duration grace) {
        process.destroy();
        try {
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new End(-1, false);
        }
        return new End(process.exitValue(), false);
    }

    @Override
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "The log can't be read: " + e.getMessage();
        }
    }

    void remove() {
        process.destroyForcibly().onExit().join();
        if (group != null) {
            group.close();
        }
    }
}
