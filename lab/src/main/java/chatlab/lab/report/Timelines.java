package chatlab.lab.report;

import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.TrialResult;
import chatlab.lab.result.WholeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A drawing of each repetition second by second, beside its raw files. */
final class Timelines {
    /** The file's name in the repetition's folder. */
    static final String FILE = "timeline.svg";

    private Timelines() {}

    /**
     * Draws all for which there are raw files.
     *
     * @return the folders of those that were drawn, relative to the run's
     */
    static Set<String> write(Path runFolder, RunResult result) throws IOException {
        try {
            return result.trials().parallelStream()
                    .flatMap(trial -> trial.repetitions().stream()
                            .filter(each -> draw(runFolder, title(result, trial, each), each)))
                    .map(Repetition::folder)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String title(RunResult result, TrialResult trial, Repetition repetition) {
        return Grid.point(result, trial)
                + (trial.repetitions().size() > 1 ? ", repetition " + repetition.number() : "");
    }

    /** Whether there is one. */
    private static boolean draw(Path runFolder, String title, Repetition repetition) {
        Path folder = runFolder.resolve(repetition.folder());
        Optional<Timeline> timeline = Timeline.of(folder, repetition);
        timeline.ifPresent(drawn -> {
            try {
                WholeFiles.write(folder.resolve(FILE), TimelineSvg.file(drawn, title));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return timeline.isPresent();
    }
}
