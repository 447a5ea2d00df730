package chatlab.lab;

import chatlab.lab.engine.EngineProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Labs in processes of their own, as a user starts them. Closing kills those that still run. */
final class Labs implements AutoCloseable {
    private final Path folder;
    private final List<Process> labs = new ArrayList<>();

    /** @param folder where they are run and their output goes */
    Labs(Path folder) {
        this.folder = folder;
    }

    Process start(String... arguments) throws IOException {
        return start(List.of(), Map.of(), arguments);
    }

    /** @param before a command that runs the rest of its arguments */
    Process start(List<String> before, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dchatlab.checkout=" + EngineProbe.checkout(),
                "-cp",
                System.getProperty("java.class.path"),
                LabMain.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output(labs.size() + 1).toFile());
        builder.environment().putAll(environment);
        Process lab = builder.start();
        labs.add(lab);
        return lab;
    }

    /** Whether a command comes to a good end. */
    boolean ends(List<String> command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    /** What one has written, both streams; the first is 1. */
    String outputOf(int number) throws IOException {
        return Files.readString(output(number));
    }

    /** Of the last one that was started. */
    String output() throws IOException {
        return outputOf(labs.size());
    }

    private Path output(int number) {
        return folder.resolve("output-" + number);
    }

    @Override
    public void close() {
        labs.forEach(lab -> lab.destroyForcibly().onExit().join());
    }
}
