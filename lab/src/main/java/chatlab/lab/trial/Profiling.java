package chatlab.lab.trial;

import chatlab.lab.engine.Node;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import one.convert.Arguments;
import one.convert.JfrToFlame;

/**
 * Has the server recorded by its virtual machine (JFR), and draws where it spent its CPU time. What was measured does not depend on it: what fails is
 * a notice.
 */
final class Profiling {
    private static final String RECORDING = "server.jfr";
    private static final String FLAMES = "server-flames.html";

    private final AdminClient admin;
    private final Node server;
    private final RawFiles files;
    private final List<String> notices;
    private boolean recording;

    Profiling(AdminClient admin, Node server, RawFiles files, List<String> notices) {
        this.admin = admin;
        this.server = server;
        this.files = files;
        this.notices = notices;
    }

    void begin() throws InterruptedException {
        try {
            AdminClient.Answer answer = admin.postPatiently(server.admin(), "/profile", "");
            recording = answer.isOk();
            if (recording) {
                notices.add("The server was profiled while it was measured, which takes CPU itself.");
            } else {
                notices.add("There is no " + RECORDING + ": " + answer.text().strip());
            }
        } catch (IOException e) {
            notices.add("There is no " + RECORDING + ": the server did not begin it: " + e + ".");
        }
    }

    /** Keeps the recording and a flame graph of it, if it was {@link #begin begun}. */
    void collect() throws InterruptedException {
        if (!recording) {
            return;
        }
        try {
            AdminClient.Answer answer = admin.results(server.admin(), "/profile");
            if (answer.isOk()) {
                files.save(RECORDING, answer.body());
                draw();
            } else {
                notices.add("There is no " + RECORDING + ": " + answer.text().strip());
            }
        } catch (IOException e) {
            notices.add("There is no " + RECORDING + ": the server did not hand it over: " + e + ".");
        }
    }

    /** By way of another place: what the converter can't read and what can't be written here are different things. */
    private void draw() throws IOException {
        Path drawn = Files.createTempFile("flames", ".html");
        try {
            JfrToFlame.convert(
                    files.path(RECORDING).toString(),
                    drawn.toString(),
                    new Arguments("--cpu-time", "--threads", "--title", "Where the server spent its CPU time"));
            files.save(FLAMES, Files.readAllBytes(drawn));
        } catch (IOException | RuntimeException e) {
            if (e instanceof UnusableException) {
                throw e;
            }
            notices.add("There is no " + FLAMES + ": the recording could not be drawn: " + e + ".");
        } finally {
            Files.deleteIfExists(drawn);
        }
    }
}
