package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The yardstick in C. */
public final class YardstickServer implements Server {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");

    private final Process process;
    private final BufferedReader output;
    private final int port;

    YardstickServer(Children children, List<String> command) throws IOException, RunFailedException {
        process = children.start(new ProcessBuilder(command).redirectErrorStream(true));
        output = process.inputReader();
        port = Integer.parseInt(Announced.await(output, LISTENING, "yardstick").group(1));
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String dialect(Transport transport) {
        return "raw";
    }

    @Override
    public Counts counts(int messageBytes) throws ServerFailedException, InterruptedException {
        JsonNode said = said();
        return new Counts(
                said.path("bytesOut").asDouble() / messageBytes,
                said.path("sends").asDouble(),
                said.path("bytesLost").asDouble());
    }

    /** All that has come but hellos, in bytes. */
    public double bytesIn() throws ServerFailedException, InterruptedException {
        return said().path("bytesIn").asDouble();
    }

    private JsonNode said() throws ServerFailedException, InterruptedException {
        try {
            new ProcessBuilder("kill", "-USR1", String.valueOf(pid())).start().waitFor();
            String line = output.readLine();
            if (line != null) {
                return JSON.readTree(line);
            }
        } catch (IOException e) {
            throw new ServerFailedException("the yardstick does not say what it has done: " + e.getMessage());
        }
        throw new ServerFailedException("the yardstick has ended");
    }

    @Override
    public Optional<String> end() throws InterruptedException {
        return Children.endOf(process).map(code -> "the yardstick ended with code " + code);
    }

    @Override
    public void close() {
        Children.end(process);
    }
}
