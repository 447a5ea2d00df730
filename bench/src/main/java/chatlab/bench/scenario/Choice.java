package chatlab.bench.scenario;

import chatlab.process.SettingException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which scenarios are wanted. */
public final class Choice {
    private Choice() {}

    /**
     * Those asked for, by number or name, with commas between them.
     *
     * @throws SettingException if there is no such scenario
     */
    public static <P> List<Scenario<P>> of(List<Scenario<P>> all, String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(wanted -> one(all, wanted))
                .distinct()
                .toList();
    }

    private static <P> Scenario<P> one(List<Scenario<P>> all, String wanted) {
        return all.stream()
                .filter(scenario -> scenario.id().equals(wanted.toUpperCase(Locale.ROOT))
                        || scenario.name().equals(wanted.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new SettingException("There is no scenario '" + wanted + "'; there are "
                        + all.stream()
                                .map(scenario -> scenario.id() + " (" + scenario.name() + ")")
                                .collect(Collectors.joining(", "))
                        + "."));
    }
}
