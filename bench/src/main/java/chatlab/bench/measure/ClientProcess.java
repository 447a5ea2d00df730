package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Cores;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs clients in C, which say what they measured as one line of JSON, on their core. */
public final class ClientProcess {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Exit codes for what the server did. */
    private static final int NOT_LET_IN = 3;

    private static final int OUT_OF_TIME = 4;

    private final Cores cores;
    private final Children children;

    ClientProcess(Cores cores, Children children) {
        this.cores = cores;
        this.children = children;
    }

    /**
     * Runs a command until it ends, which it does by itself whatever the server does.
     *
     * @throws ServerFailedException if the server did not let it
     * @throws RunFailedException if it could not
     */
    <T> T run(List<String> command, Class<T> figures) throws RunFailedException, IOException, InterruptedException {
        Process process = children.start(new ProcessBuilder(cores.onClientCore(command)).redirectErrorStream(true));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return switch (process.waitFor()) {
            case 0 -> parse(said, figures);
            case NOT_LET_IN, OUT_OF_TIME -> throw new ServerFailedException(said.strip());
            default -> throw new RunFailedException(said.isBlank() ? "the client was ended" : said.strip());
        };
    }

    /** What a client printed. */
    public static <T> T parse(String line, Class<T> figures) throws RunFailedException {
        try {
            return JSON.readValue(line, figures);
        } catch (JsonProcessingException e) {
            throw new RunFailedException("the client said '" + line.strip() + "'");
        }
    }
}
