package chatlab.lab.result;

import java.util.List;

/**
 * What the experiment asked.
 *
 * @param experiment its name
 * @param question the question in one sentence
 * @param hypothesis what was expected, empty if nothing
 * @param objectives the service level objectives as written, such as {@code p99 < 100ms}
 * @param source the experiment file's text as it was run
 */
public record Question(String experiment, String question, String hypothesis, List<String> objectives, String source) {
    public Question {
        objectives = List.copyOf(objectives);
    }
}
