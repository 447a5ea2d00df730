package chatlab.process;

import chatlab.process.AdminPort.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/**
 * What a virtual machine can tell about itself, asked for on the admin port:
 *
 * <ul>
 *   <li>{@code GET /gc-log}: the log of its garbage collector, if the system property {@value #GC_LOG} says where that is;
 *   <li>{@code POST /profile}: begins a flight recording with the settings that the JDK calls "profile"; {@code GET /profile}: what it has recorded so
 *       far, a JFR file of the last few megabytes.
 * </ul>
 */
public final class Diagnostics {
    /** Names the file that {@code -Xlog:gc} writes. */
    public static final String GC_LOG = "chatlab.gc.log";

    private static final String SETTINGS = "profile";

    /** It lies where a container has little room, and is handed over in one piece. */
    private static final long MOST_BYTES = 8 << 20;

    /** What a recording that is handed on should not tell: other programs of the machine, and what this one was told. */
    private static final List<String> PRIVATE = List.of(
            "jdk.SystemProcess",
            "jdk.InitialEnvironmentVariable",
            "jdk.InitialSystemProperty",
            "jdk.InitialSecurityProperty");

    private @Nullable Recording recording;

    private Diagnostics() {}

    /** Answers for it there. */
    public static void on(AdminPort admin) {
        Diagnostics diagnostics = new Diagnostics();
        admin.on("GET", "/gc-log", request -> gcLog())
                .on("POST", "/profile", request -> diagnostics.record())
                .on("GET", "/profile", request -> diagnostics.recorded());
    }

    private static Answer gcLog() {
        @Nullable String file = System.getProperty(GC_LOG);
        if (file == null) {
            return Answer.text(
                    404, "There is no log of the garbage collector: the system property " + GC_LOG + " names none.");
        }
        try {
            ByteArrayOutputStream log = new ByteArrayOutputStream();
            for (Path part : List.of(Path.of(file + ".0"), Path.of(file))) { // the one before it, if that was full
                if (part.equals(Path.of(file)) || Files.exists(part)) {
                    log.write(Files.readAllBytes(part));
                }
            }
            return new Answer(200, "text/plain; charset=utf-8", log.toByteArray());
        } catch (IOException e) {
            return Answer.text(404, "The log of the garbage collector can't be read: " + e + ".");
        }
    }

    private Answer record() {
        if (recording != null) {
            return Answer.text(409, "A recording is under way.");
        }
        try {
            Recording begun = new Recording(Configuration.getConfiguration(SETTINGS));
            begun.setMaxSize(MOST_BYTES);
            PRIVATE.forEach(begun::disable);
            // CPU time, be it spent in the kernel, in native code or in Java's. The other two count threads that wait
            // there, too.
            begun.disable("jdk.ExecutionSample");
            begun.disable("jdk.NativeMethodSample");
            begun.enable("jdk.CPUTimeSample").with("throttle", "10ms");
            begun.start();
            recording = begun;
            return Answer.text(202, "Recording.");
        } catch (IOException | ParseException | IllegalStateException e) {
            return Answer.text(500, "Nothing can be recorded here: " + e + ".");
        }
    }

    private Answer recorded() {
        if (recording == null) {
            return Answer.text(409, "Nothing is recorded: POST /profile begins that.");
        }
        try (Recording snapshot = FlightRecorder.getFlightRecorder().takeSnapshot();
                @Nullable InputStream stream = snapshot.getStream(null, null)) {
            return stream == null
                    ? Answer.text(409, "Nothing has been recorded yet.")
                    : new Answer(200, "application/octet-stream", stream.readAllBytes());
        } catch (IOException e) {
            return Answer.text(500, "The recording can't be read: " + e + ".");
        }
    }
}
