package chatlab.bench.machine;

import chatlab.process.SettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where things run.
 *
 * @param server the core of the server under test
 * @param client the core of the client
 */
public record Cores(int server, int client) {
    private static final Pattern TWO = Pattern.compile("(\\d{1,4}),(\\d{1,4})");

    /** Reads {@code 0,1}: the server's core, then the client's. */
    public static Cores parse(String text) {
        Matcher two = TWO.matcher(text);
        if (!two.matches() || two.group(1).equals(two.group(2))) {
            throw new SettingException("--cores is '" + text
                    + "', but has to be two different cores, the server's and the client's, such as 0,1.");
        }
        return new Cores(Integer.parseInt(two.group(1)), Integer.parseInt(two.group(2)));
    }

    /** The command that runs {@code command} on the server's core. */
    public List<String> onServerCore(List<String> command) {
        return pinned(server, command);
    }

    /** The command that runs {@code command} on the client's core. */
    public List<String> onClientCore(List<String> command) {
        return pinned(client, command);
    }

    private static List<String> pinned(int core, List<String> command) {
        List<String> all = new ArrayList<>(List.of("taskset", "-c", String.valueOf(core)));
        all.addAll(command);
        return all;
    }
}
