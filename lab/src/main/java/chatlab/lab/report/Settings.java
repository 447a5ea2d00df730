package chatlab.lab.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A titled list of settings, labelled for people. */
record Settings(String title, List<Entry> entries) {
    private static final Pattern DIGEST = Pattern.compile("(.*sha256:[0-9a-f]{12})[0-9a-f]{52}");
    private static final Pattern AMOUNT = Pattern.compile("([0-9.]+) ?([kKMG]i?B|B|ns|us|µs|ms|s|m|min|h)");
    private static final Map<String, String> LABELS = labels();

    /**
     * One setting.
     *
     * @param full the whole value if {@code value} is shortened, else empty
     */
    record Entry(String label, String value, String full) {}

    static Settings of(String title, Map<String, String> values) {
        return new Settings(
                title,
                values.entrySet().stream()
                        .map(each -> entry(each.getKey(), each.getValue()))
                        .toList());
    }

    private static Entry entry(String key, String value) {
        String label = LABELS.getOrDefault(key.replace("_", "").toLowerCase(Locale.ROOT), key);
        Matcher digest = DIGEST.matcher(value);
        if (digest.matches()) {
            return new Entry(label, digest.group(1), value);
        }
        Matcher amount = AMOUNT.matcher(value);
        return new Entry(label, amount.matches() ? amount.group(1) + " " + amount.group(2) : value, "");
    }

    /** By the setting's key in an experiment or its environment variable, in small letters without underscores. */
    private static Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("cpus", "CPU limit, cores");
        labels.put("memory", "memory");
        labels.put("broadcast", "broadcast strategy");
        labels.put("slowconsumer", "slow consumers");
        labels.put("roomlogbytes", "room log");
        labels.put("io", "I/O");
        labels.put("rate", "offered rate, messages/s");
        labels.put("messagebytes", "message size, bytes");
        labels.put("bursttalkers", "burst talkers");
        labels.put("burstmessages", "messages per burst");
        labels.put("roomsizes", "room sizes");
        labels.put("hoppers", "room hoppers");
        labels.put("hopevery", "time in a room");
        labels.put("churnevery", "time connected");
        labels.put("reconnect", "reconnecting");
        labels.put("generator", "load generator");
        labels.put("slowreaders", "slow readers");
        labels.put("connectrate", "connects per second");
        labels.put("warmup", "warm-up");
        labels.put("duration", "measured window");
        labels.put("cgroup", "control groups");
        labels.put("chatlab", "chatlab revision");
        return labels;
    }
}
