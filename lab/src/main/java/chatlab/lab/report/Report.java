package chatlab.lab.report;

import chatlab.lab.result.RunResult;
import java.nio.file.Path;

/** Temporary. */
public final class Report {
    private Report() {}
    /** Temporary. */
    public static void write(Path f, RunResult r) {}
}
