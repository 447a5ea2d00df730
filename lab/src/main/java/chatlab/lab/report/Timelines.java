package chatlab.lab.report;

import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.TrialResult;
import chatlab.lab.result.WholeFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

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
        Set<String> drawn = new HashSet<>();
        for (TrialResult trial : result.trials()) {
            for (Repetition each : trial.repetitions()) {
                Optional<Timeline> timeline = Timeline.of(runFolder.resolve(each.folder()), each);
                if (timeline.isPresent()) {
                    String title = Grid.point(result, trial)
                            + (trial.repetitions().size() > 1 ? ", repetition " + each.number() : "");
                    WholeFiles.write(
                            runFolder.resolve(each.folder()).resolve(FILE),
                            TimelineSvg.file(timeline.orElseThrow(), title));
                    drawn.add(each.folder());
                }
            }
        }
        return Set.copyOf(drawn);
    }
}
