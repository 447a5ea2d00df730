package chatlab.lab.trial;

import chatlab.lab.engine.Node;
import java.io.IOException;
import one.convert.Arguments;
import one.convert.JfrToFlame;

/** Has a process recorded by its virtual machine (JFR), and draws where it spent its CPU time. */
final class Profiling {
    private static final String RECORDING = "server.jfr";
    private static final String FLAMES = "server-flames.html";

    private final AdminClient admin;
    private final Node node;

    private Profiling(AdminClient admin, Node node) {
        this.admin = admin;
        this.node = node;
    }

    static Profiling begin(AdminClient admin, Node node) throws IOException, InterruptedException, TrialFailedException {
        AdminClient.Answer answer = admin.post(node.admin(), "/profile", "");
        if (!answer.isOk()) {
            throw new TrialFailedException(
                    "the server can't be profiled: " + answer.text().strip());
        }
        return new Profiling(admin, node);
    }

    /** Keeps the recording and a flame graph of it. */
    void collect(RawFiles files) throws IOException, InterruptedException, TrialFailedException {
        AdminClient.Answer answer = admin.results(node.admin(), "/profile");
        if (!answer.isOk()) {
            throw new TrialFailedException(
                    "the server did not hand over its recording: " + answer.text().strip());
        }
        files.save(RECORDING, answer.body());
        JfrToFlame.convert(
                files.path(RECORDING).toString(),
                files.path(FLAMES).toString(),
                new Arguments("--title", "Where the server spent its CPU time", "--threads"));
    }
}
