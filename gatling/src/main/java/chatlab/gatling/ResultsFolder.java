package chatlab.gatling;

import chatlab.gatling.simulation.Play;
import chatlab.generator.summary.Summary;
import chatlab.generator.summary.SummaryJson;
import chatlab.process.AdminPort;
import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run's own folder, in which Gatling makes one for its report. What is measured beside that goes beside it. */
final class ResultsFolder {
    /** Where the lab keeps Gatling's report. */
    private static final String REPORT = "gatling/";

    private static final String LOG = "simulation.log";
    private static final String TEXT = "summary.txt";
    private static final String JSON = "summary.json";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path path;

    private ResultsFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes sure that runs can have theirs in it.
     *
     * @throws SettingException if they can't
     */
    static void require(String resultsDir) {
        try {
            if (Files.isWritable(Files.createDirectories(Path.of(resultsDir)))) {
                return;
            }
        } catch (IOException | InvalidPathException e) {
            // Said below.
        }
        throw new SettingException(
                "RESULTS_DIR is '" + resultsDir + "', but it has to be a folder that can be written.");
    }

    /** Makes it: {@code steady-chat-20261130-013257-1f2e3d4c}, where the run tells those apart that begin in the same second. */
    static ResultsFolder of(Play play) throws IOException {
        String name = play.config().journey() + "-" + TIME.format(Instant.now()) + "-"
                + HexFormat.of().toHexDigits(play.run());
        return new ResultsFolder(
                Files.createDirectory(Path.of(play.config().resultsDir()).resolve(name)));
    }

    Path path() {
        return path;
    }

    void write(JourneyRun.Outcome outcome) throws IOException {
        Files.write(
                path.resolve(JourneyRun.LATENCY), outcome.recordings().latency().log());
        Files.write(
                path.resolve(JourneyRun.SEND_LAG),
                outcome.recordings().sendLag().log());
        Files.writeString(path.resolve(TEXT), outcome.verdict().text());
        @Nullable Summary summary = outcome.verdict().summary();
        if (summary != null) {
            Files.write(path.resolve(JSON), SummaryJson.write(summary));
        }
    }

    /**
     * Lets whoever comes for the results have Gatling's report.
     *
     * @return what its files are called there
     */
    List<String> offer(AdminPort admin) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path report : reports()) {
            try (Stream<Path> files = Files.walk(report)) {
                for (Path file : files.filter(ResultsFolder::isShown).sorted().toList()) {
                    String name = REPORT + report.relativize(file);
                    names.add(name);
                    admin.on("GET", "/results/" + name, request -> answer(file));
                }
            }
        }
        return names;
    }

    /** Gatling's log has a line for each message, and what it was needed for is made. */
    private static boolean isShown(Path file) {
        return Files.isRegularFile(file) && !file.endsWith(LOG);
    }

    private static AdminPort.Answer answer(Path file) {
        try {
            return new AdminPort.Answer(200, "application/octet-stream", Files.readAllBytes(file));
        } catch (IOException e) {
            return AdminPort.Answer.text(500, "The report can't be read: " + e.getMessage() + ".");
        }
    }

    /** Gatling's, of which there is one, or none where it has not come to that. */
    private List<Path> reports() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isDirectory).toList();
        }
    }
}
