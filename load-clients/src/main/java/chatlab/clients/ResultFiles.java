package chatlab.clients;

import chatlab.generator.admin.Watched;
import chatlab.generator.summary.SummaryJson;
import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** The folder that results are written to. */
record ResultFiles(Path folder) {
    /**
     * Makes sure it is there before the run begins.
     *
     * @throws SettingException if it can't be written
     */
    static ResultFiles prepare(String resultsDir) {
        try {
            Path folder = Files.createDirectories(Path.of(resultsDir));
            if (Files.isWritable(folder)) {
                return new ResultFiles(folder);
            }
        } catch (IOException | InvalidPathException e) {
            // Said below.
        }
        throw new SettingException(
                "RESULTS_DIR is '" + resultsDir + "', but it has to be a folder that can be written.");
    }

    void write(Watched.Results results) throws IOException {
        Files.write(folder.resolve("summary.json"), SummaryJson.write(results.summary()));
        for (Map.Entry<String, byte[]> log : results.logs().entrySet()) {
            Files.write(folder.resolve(log.getKey()), log.getValue());
        }
    }
}
