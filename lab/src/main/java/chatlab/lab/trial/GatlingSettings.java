package chatlab.lab.trial;

import chatlab.lab.experiment.Experiment.Timing;
import chatlab.lab.experiment.Parameter;
import chatlab.lab.experiment.Point;
import chatlab.process.Durations;
import chatlab.process.Shares;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the Gatling journey {@code steady-chat} is told, so that its users do what load clients of the same trial would. */
final class GatlingSettings {
    /** What starting and ending take in a trial beside its schedule; measured: 10 to 15 s. */
    static final int AROUND_SECONDS = 12;

    private GatlingSettings() {}

    /** @param target {@code host:port} of the server */
    static Map<String, String> of(Point point, Timing timing, String target) {
        long members = Long.parseLong(point.get(Parameter.MEMBERS));
        String talkers = point.get(Parameter.TALKERS);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("SIMULATION", "steady-chat");
        settings.put("TARGET", "http://" + target);
        settings.put("USERS", Long.toString(members));
        settings.put("ROOMS", point.get(Parameter.ROOMS));
        settings.put("TALKERS", talkers.endsWith("%") ? Long.toString(Shares.of(talkers, members)) : talkers);
        settings.put("RATE", point.get(Parameter.RATE));
        settings.put("MESSAGE_BYTES", point.get(Parameter.MESSAGE_BYTES));
        settings.put("RAMP", Durations.format(ramp(members, Long.parseLong(point.get(Parameter.CONNECT_RATE)))));
        return settings;
    }

    private static Duration ramp(long members, long connectRate) {
        return Duration.ofMillis(members * 1000 / connectRate);
    }
}
