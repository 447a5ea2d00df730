package chatlab.lab.experiment;

import chatlab.process.Durations;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ends a run before all of its trials are measured.
 *
 * @param budget the longest that it may take; null for no bound
 * @param missed how many repetitions may miss an objective before it ends; 0 for any
 * @param invalid how many may be invalid before it ends; 0 for any
 */
public record Ending(@Nullable Duration budget, int missed, int invalid) {
    /** Nothing does. */
    public static final Ending NEVER = new Ending(null, 0, 0);

    static final String EXPECTED_STOP =
            "such as 'missed == 1' or 'invalid == 3': how many repetitions, 1 to 1000, end the run";

    private static final Pattern STOP = Pattern.compile("(missed|invalid)\\s*==\\s*(\\d{1,4})");

    /**
     * The same with another condition.
     *
     * @throws IllegalArgumentException if it is none
     */
    Ending withStop(String text) {
        Matcher matcher = STOP.matcher(text.strip());
        int count = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
        if (count < 1 || count > 1_000) {
            throw new IllegalArgumentException(EXPECTED_STOP);
        }
        return matcher.group(1).equals("missed")
                ? new Ending(budget, missed == 0 ? count : Math.min(missed, count), invalid)
                : new Ending(budget, missed, invalid == 0 ? count : Math.min(invalid, count));
    }

    /**
     * Gives a condition back if it is one.
     *
     * @throws IllegalArgumentException if it is none
     */
    static String requireStop(String text) {
        NEVER.withStop(text);
        return text;
    }

    Ending withBudget(@Nullable Duration longest) {
        return new Ending(longest, missed, invalid);
    }

    /**
     * Why a run ends now, as a sentence; empty if it goes on.
     *
     * @param nowMissed repetitions that have missed an objective so far
     * @param nowInvalid repetitions that were invalid so far
     * @param taken how long all repetitions have taken
     */
    public String reason(long nowMissed, long nowInvalid, Duration taken) {
        if (missed > 0 && nowMissed >= missed) {
            return "It was ended early, as the experiment says: missed == " + missed + ".";
        }
        if (invalid > 0 && nowInvalid >= invalid) {
            return "It was ended early, as the experiment says: invalid == " + invalid + ".";
        }
        return budget != null && taken.compareTo(budget) > 0
                ? "It was ended early, as the experiment says: its budget of " + Durations.format(budget)
                        + " was used up."
                : "";
    }
}
