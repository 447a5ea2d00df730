package chatlab.lab.doctor;

import chatlab.lab.doctor.EngineAnswer.Answers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Whether there is room for images and results.
 *
 * @param checkout where results go, unless said otherwise
 * @param space how many bytes are free at a path, negative where that is not known
 */
record DiskCheck(Supplier<EngineAnswer> engine, Path checkout, ToLongFunction<Path> space) implements Check {
    private static final long IMAGES_BYTES = 5L << 30;
    private static final long RESULTS_BYTES = 1L << 30;

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        free(checkout)
                .ifPresent(bytes -> findings.add(judge(
                        "disk, results",
                        bytes,
                        checkout,
                        RESULTS_BYTES,
                        "du -sh results/* | sort -h   # remove what is done with")));
        if (engine.get() instanceof Answers answers) {
            Path images = Path.of(answers.survey().rootDirectory());
            free(images)
                    .ifPresent(bytes -> findings.add(judge(
                            "disk, images", bytes, images, IMAGES_BYTES, "docker system df", "docker builder prune")));
        }
        return findings;
    }

    /** What is free at a path; {@link #space} for real. */
    static long usable(Path path) {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException | SecurityException e) {
            return -1; // an engine in a virtual machine keeps its images there
        }
    }

    private OptionalLong free(Path path) {
        long bytes = space.applyAsLong(path);
        return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private static Finding judge(String name, long bytes, Path at, long wanted, String... mend) {
        String finding = Amounts.gibibytes(bytes) + " free at " + at;
        return bytes < wanted
                ? Finding.note(name, finding + ", less than the " + Amounts.gibibytes(wanted) + " advisable", mend)
                : Finding.ok(name, finding);
    }
}
