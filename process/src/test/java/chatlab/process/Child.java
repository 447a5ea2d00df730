package chatlab.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the tests in a virtual machine of its own, with this one's class path. */
final class Child implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final BufferedReader out;
    private final Path err;

    /** What it left behind. */
    record End(int code, String out, String err) {}

    private Child(Process process, Path err) {
        this.process = process;
        this.err = err;
        out = process.inputReader();
    }

    /** Starts {@code main} with these arguments; its standard error goes to a file in {@code directory}. */
    static Child start(Path directory, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile(directory, "child", ".err");
        return new Child(new ProcessBuilder(command).redirectError(err.toFile()).start(), err);
    }

    /** Waits until it has said this line on standard output. */
    void awaitLine(String expected) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals(expected)) {
                return;
            }
        }
        throw new AssertionError("The child ended without saying '" + expected + "': " + Files.readString(err));
    }

    /** Sends a signal by its name, such as {@code TERM}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits for its end; what it said on standard output since the last awaited line is in the result. */
    End end() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The child has not ended after " + PATIENCE_SECONDS + " s.");
        }
        StringBuilder rest = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            rest.append(line).append('\n');
        }
        return new End(process.exitValue(), rest.toString(), Files.readString(err));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
