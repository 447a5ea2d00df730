package chatlab.lab.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where and how it was run.
 *
 * @param engine {@code docker} or {@code local}
 * @param facts what identifies the environment, in reading order: chatlab version, kernel, CPU model, cores, memory, engine
 *     version, control group version, image digests …
 * @param server the server settings that no axis varies
 * @param clients the load-client settings that no axis varies
 * @param repetitions how often every trial was run
 * @param seed what shuffled the order of the trials
 * @param notices sentences that a reader has to know, such as a limit that did not bind
 */
public record Setup(
        String engine,
        Map<String, String> facts,
        Map<String, String> server,
        Map<String, String> clients,
        int repetitions,
        long seed,
        List<String> notices) {
    public Setup {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        server = Collections.unmodifiableMap(new LinkedHashMap<>(server));
        clients = Collections.unmodifiableMap(new LinkedHashMap<>(clients));
        notices = List.copyOf(notices);
    }
}
