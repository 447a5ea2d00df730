package chatlab.gatling;

import chatlab.generator.summary.Summary;
import chatlab.generator.summary.SummaryJson;
import chatlab.process.AdminPort;
import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder in which Gatling makes one for each run. What is measured beside it goes into the same. */
final class ResultsFolder {
    /** Where the lab keeps Gatling's report. */
    private static final String REPORT = "gatling/";

    private static final String TEXT = "summary.txt";
    private static final String JSON = "summary.json";

    /** What is not Gatling's. */
    private static final Set<String> OURS = Set.of(JourneyRun.LATENCY, JourneyRun.SEND_LAG, TEXT, JSON);

    private final Path path;
    private final Set<Path> before;

    private ResultsFolder(Path path) throws IOException {
        this.path = path;
        before = children();
    }

    /**
     * Makes sure it is there before the run begins.
     *
     * @throws SettingException if it can't be written
     */
    static ResultsFolder prepare(String resultsDir) {
        try {
            Path folder = Files.createDirectories(Path.of(resultsDir));
            if (Files.isWritable(folder)) {
                return new ResultsFolder(folder);
            }
        } catch (IOException | InvalidPathException e) {
            // Said below.
        }
        throw new SettingException(
                "RESULTS_DIR is '" + resultsDir + "', but it has to be a folder that can be written.");
    }

    Path path() {
        return path;
    }

    /** The run's own folder: the one that was not there before. */
    Path made() throws IOException {
        Set<Path> now = new HashSet<>(children());
        now.removeAll(before);
        return now.size() == 1 ? now.iterator().next() : path;
    }

    void write(JourneyRun.Outcome outcome) throws IOException {
        Path folder = made();
        Files.write(
                folder.resolve(JourneyRun.LATENCY),
                outcome.recordings().latency().log());
        Files.write(
                folder.resolve(JourneyRun.SEND_LAG),
                outcome.recordings().sendLag().log());
        Files.writeString(folder.resolve(TEXT), outcome.verdict().text());
        @Nullable Summary summary = outcome.verdict().summary();
        if (summary != null) {
            Files.write(folder.resolve(JSON), SummaryJson.write(summary));
        }
    }

    /**
     * Lets whoever comes for the results have Gatling's report.
     *
     * @return what its files are called there
     */
    List<String> offer(AdminPort admin) throws IOException {
        Path folder = made();
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !OURS.contains(file.getFileName().toString()))
                    .sorted()
                    .toList()) {
                String name = REPORT + folder.relativize(file);
                names.add(name);
                admin.on("GET", "/results/" + name, request -> answer(file));
            }
        }
        return names;
    }

    private static AdminPort.Answer answer(Path file) {
        try {
            return new AdminPort.Answer(200, "application/octet-stream", Files.readAllBytes(file));
        } catch (IOException e) {
            return AdminPort.Answer.text(500, "The report can't be read: " + e.getMessage() + ".");
        }
    }

    private Set<Path> children() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isDirectory).collect(Collectors.toSet());
        }
    }
}
