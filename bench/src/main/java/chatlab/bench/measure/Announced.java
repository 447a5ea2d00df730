package chatlab.bench.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a server's output until it says where it listens. */
final class Announced {
    private Announced() {}

    static Matcher await(BufferedReader output, Pattern wanted, String who) throws IOException, RunFailedException {
        String last = "nothing";
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher found = wanted.matcher(line);
            if (found.find()) {
                return found;
            }
            last = "'" + line + "'";
        }
        throw new RunFailedException("the " + who + " ended before it listened, and last said " + last);
    }
}
