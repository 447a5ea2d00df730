package chatlab.bench.measure;

import java.util.ArrayList;
import java.util.List;

/** What a server did badly in a run that was made: of the server under test a result, whatever else is to be said of the run. */
final class Failures {
    private Failures() {}

    /** Each one is a part of a sentence. */
    static List<String> of(ClientRun run) {
        List<String> all = new ArrayList<>();
        if (run.closed() > 0) {
            all.add("the server closed " + run.closed() + " connections that read");
        }
        if (run.disordered() > 0) {
            all.add(run.disordered() + " messages came twice or out of order");
        }
        return all;
    }

    /** Likewise of one of attempts. */
    static List<String> of(AttemptsRun run) {
        List<String> all = new ArrayList<>();
        if (run.late() > 0) {
            all.add("so many attempts had not ended that no more could be made");
        }
        if (run.served() > 0) {
            all.add("the server let " + run.served() + " in that there was no room for");
        }
        return all;
    }
}
