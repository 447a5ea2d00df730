package chatlab.bench.machine;

import chatlab.process.UnusableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The programs in C, compiled into a folder that goes away with this. */
public final class CPrograms implements AutoCloseable {
    private final Path folder;
    private final Path yardstick;
    private final Path client;
    private final Path attempts;
    private final Path speed;

    private CPrograms(Path folder, String compiler) throws IOException, InterruptedException {
        this.folder = folder;
        yardstick = compile("yardstick", compiler);
        unpack("client.h");
        client = compile("fanclient", compiler);
        attempts = compile("attempts", compiler);
        speed = compile("speed", compiler);
    }

    /**
     * Compiles them.
     *
     * @throws UnusableException if there is no C compiler, or it fails
     */
    public static CPrograms compile() throws IOException, InterruptedException {
        String compiler = Commands.find(List.of("cc", "gcc", "clang"))
                .orElseThrow(() -> new UnusableException(
                        "The yardstick and the client are compiled here, and there is no C compiler (cc, gcc or clang) on"
                                + " the path; install gcc."));
        Path folder = Files.createTempDirectory("chatlab-bench");
        try {
            return new CPrograms(folder, compiler);
        } catch (IOException | InterruptedException | RuntimeException e) {
            Folders.delete(folder);
            throw e;
        }
    }

    /** The server that all are held against. */
    public Path yardstick() {
        return yardstick;
    }

    /** The load. */
    public Path client() {
        return client;
    }

    /** What knocks at a server that has no room. */
    public Path attempts() {
        return attempts;
    }

    /** What says how fast a core is. */
    public Path speed() {
        return speed;
    }

    @Override
    public void close() throws IOException {
        Folders.delete(folder);
    }

    private Path compile(String name, String compiler) throws IOException, InterruptedException {
        Path source = unpack(name + ".c");
        Path program = folder.resolve(name);
        // The compiler's own temporary files go the same way.
        ProcessBuilder builder = new ProcessBuilder(compiler, "-O2", "-o", program.toString(), source.toString())
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of("TMPDIR", folder.toString()));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new UnusableException(compiler + " can't compile " + name + ".c; it says: "
                    + said.lines()
                            .filter(line -> line.contains("error"))
                            .findFirst()
                            .orElse(said.strip()));
        }
        return program;
    }

    private Path unpack(String file) throws IOException {
        Path unpacked = folder.resolve(file);
        try (InputStream text = CPrograms.class.getResourceAsStream("/" + file)) {
            Files.write(unpacked, text == null ? new byte[0] : text.readAllBytes());
        }
        return unpacked;
    }
}
