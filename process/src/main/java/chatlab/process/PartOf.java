package chatlab.process;

import java.util.function.Function;

/**
 * What a process is running for, as its metrics say it. Whoever starts the process knows; it itself makes no use of it.
 *
 * @param experiment an experiment's name, or that of the stack it belongs to; empty if nobody said
 * @param trial which of the experiment's trials, in words; empty if nobody said
 */
public record PartOf(String experiment, String trial) {
    private static final int MAX_LENGTH = 200;

    /**
     * Reads the settings {@code EXPERIMENT} and {@code TRIAL}.
     *
     * @throws SettingException if one is wrong
     */
    public static PartOf read(Settings settings) {
        return new PartOf(
                label(settings, "EXPERIMENT", "what this is a part of, shown in the metrics"),
                label(settings, "TRIAL", "which trial of it, shown in the metrics"));
    }

    private static String label(Settings settings, String name, String help) {
        Function<String, String> printable = text -> {
            if (text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(text);
            }
            return text;
        };
        return settings.parsed(
                name, "", printable, "at most " + MAX_LENGTH + " characters and no control characters", help);
    }
}
