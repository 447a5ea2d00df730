package chatlab.process;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A program's settings: each an environment variable, or a flag of the same name that goes before it ({@code EVENT_LOOPS}
 * and {@code --event-loops}). Every reading method declares one setting, so that the help lists exactly what is read.
 *
 * <p>A variable set to nothing counts as not set. Call {@link #requireAllKnown} after the last one. When help was asked for
 * every reading method answers with its default, so that a configuration can always be built and its help be shown.
 */
public final class Settings {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

    private record Declared(String name, String fallback, String help) {}

    private final Map<String, String> environment;
    private final Map<String, String> flags = new LinkedHashMap<>();
    private final boolean helpRequested;
    private final List<Declared> declared = new ArrayList<>();
    private static final Pattern USER_INFO = Pattern.compile("(?<=://).*@");

    private final Map<String, String> resolved = new LinkedHashMap<>();

    private Settings(Map<String, String> environment, boolean helpRequested) {
        this.environment = Map.copyOf(environment);
        this.helpRequested = helpRequested;
    }

    /**
     * Takes {@code --name value}, {@code --name=value} (the form for a value that begins with {@code --}), {@code --help}
     * and {@code -h}. Of a flag given twice the last one counts.
     *
     * @throws SettingException if the arguments have another form
     */
    public static Settings of(Map<String, String> environment, String... arguments) {
        boolean help = Arrays.stream(arguments).anyMatch(a -> a.equals("--help") || a.equals("-h"));
        Settings settings = new Settings(environment, help);
        for (int i = 0; !help && i < arguments.length; i++) {
            String argument = arguments[i];
            if (!argument.startsWith("--") || argument.length() == 2) {
                throw new SettingException(
                        "The argument '" + argument + "' is not a flag; flags are written --name value (see --help).");
            }
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            if (equals < 0 && (i + 1 == arguments.length || arguments[i + 1].startsWith("--"))) {
                throw new SettingException("The flag " + flag + " has no value; flags are written --name value.");
            }
            String value = equals < 0 ? arguments[++i] : argument.substring(equals + 1);
            settings.flags.put(flag, value);
        }
        return settings;
    }

    /** Whether {@code --help} was among the arguments. */
    public boolean helpRequested() {
        return helpRequested;
    }

    /** A whole number from {@code min} to {@code max}. */
    public int integer(String name, int fallback, int min, int max, String help) {
        String expected = "a whole number from " + min + " to " + max;
        return parsed(
                name,
                Integer.toString(fallback),
                text -> {
                    int value = Integer.parseInt(text);
                    require(value >= min && value <= max, expected);
                    return value;
                },
                expected,
                help);
    }

    /** A number from {@code min} to {@code max}, with or without a fraction. */
    public double number(String name, double fallback, double min, double max, String help) {
        String expected = "a number from " + plain(min) + " to " + plain(max);
        return parsed(
                name,
                plain(fallback),
                text -> {
                    require(DECIMAL.matcher(text).matches(), expected);
                    double value = Double.parseDouble(text);
                    require(value >= min && value <= max, expected);
                    return value;
                },
                expected,
                help);
    }

    /** A duration, written as {@link Durations} reads it. */
    public Duration duration(String name, Duration fallback, Duration min, Duration max, String help) {
        String expected =
                "a duration from " + Durations.format(min) + " to " + Durations.format(max) + ", such as 250ms or 30s";
        return parsed(
                name,
                Durations.format(fallback),
                text -> {
                    Duration value = Durations.parse(text);
                    require(value.compareTo(min) >= 0 && value.compareTo(max) <= 0, expected);
                    return value;
                },
                expected,
                help);
    }

    /** A size in bytes, written as {@link Sizes} reads it. */
    public long size(String name, long fallback, long min, long max, String help) {
        String expected = "a size from " + Sizes.format(min) + " to " + Sizes.format(max) + ", such as 512 or 64KiB";
        return parsed(
                name,
                Sizes.format(fallback),
                text -> {
                    long value = Sizes.parse(text);
                    require(value >= min && value <= max, expected);
                    return value;
                },
                expected,
                help);
    }

    /** One constant of an enum, written in lower case. */
    public <E extends Enum<E>> E choice(String name, Class<E> type, E fallback, String help) {
        String expected = "one of "
                + Arrays.stream(type.getEnumConstants()).map(Settings::written).collect(Collectors.joining(", "));
        return parsed(
                name,
                written(fallback),
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> written(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(expected)),
                expected,
                help);
    }

    /** Any text; the default may be empty, for "not set". */
    public String text(String name, String fallback, String help) {
        return parsed(name, fallback, text -> text, "a text", help);
    }

    /**
     * Anything else.
     *
     * @param fallback the default as a user would write it; {@code parser} has to accept it
     * @param parser turns the text into the value; throws {@link IllegalArgumentException} if it can't
     * @param expected what would be right, to follow "it has to be": "a whole number from 1 to 9"
     */
    public <T> T parsed(String name, String fallback, Function<String, T> parser, String expected, String help) {
        declared.add(new Declared(name, fallback, help));
        String flag = flagOf(name);
        @Nullable String fromFlag = flags.get(flag);
        @Nullable String fromEnvironment = environment.get(name);
        String source = fromFlag != null ? flag : name;
        String value = fromFlag != null ? fromFlag : fromEnvironment;
        if (helpRequested || value == null || (fromFlag == null && value.isEmpty())) {
            value = fallback;
        }
        resolved.put(name, shown(value));
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new SettingException(source + " is '" + shown(value) + "', but it has to be " + expected + ".");
        }
    }

    /** People put passwords into addresses, and these are printed. */
    private static String shown(String value) {
        return USER_INFO.matcher(value).replaceAll("***@");
    }

    /**
     * Ends the reading.
     *
     * @throws SettingException if there is a flag that no reading method asked for
     */
    public void requireAllKnown() {
        Map<String, String> unknown = new HashMap<>(flags);
        declared.forEach(setting -> unknown.remove(flagOf(setting.name)));
        if (!unknown.isEmpty()) {
            throw new SettingException("There is no flag " + Collections.min(unknown.keySet()) + "; the flags are "
                    + declared.stream().map(setting -> flagOf(setting.name)).collect(Collectors.joining(", ")) + ".");
        }
    }

    /** Every setting that was read, in that order, with the text it was read from, but for users and passwords in addresses. */
    public Map<String, String> resolved() {
        return Collections.unmodifiableMap(resolved);
    }

    /** A table of every setting that was read: variable, default, meaning. */
    public String help() {
        int name = declared.stream().mapToInt(s -> s.name.length()).max().orElse(0);
        int fallback =
                declared.stream().mapToInt(s -> s.fallback.length()).max().orElse(0);
        return declared.stream()
                .map(s -> ("  %-" + name + "s  %-" + Math.max(1, fallback) + "s  %s")
                        .formatted(s.name, s.fallback, s.help))
                .collect(Collectors.joining("\n"));
    }

    private static void require(boolean right, String expected) {
        if (!right) {
            throw new IllegalArgumentException(expected);
        }
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String flagOf(String name) {
        return "--" + name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
