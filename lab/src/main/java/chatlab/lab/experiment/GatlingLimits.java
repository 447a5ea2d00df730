package chatlab.lab.experiment;

import chatlab.lab.experiment.Experiment.Timing;
import chatlab.lab.experiment.Objective.Figure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What Gatling's users can't do that load clients can, and what is not known of them. */
final class GatlingLimits {
    private static final String GATLING = "gatling";
    private static final int MOST_PER_SECOND = 100_000;
    private static final int MOST_MESSAGES = 5_000_000;
    private static final Duration LONGEST_RAMP = Duration.ofHours(1);

    /** The only value that a parameter may have. */
    private static final Map<Parameter, String> ONLY = only();

    /** Gatling's users are not known where messages arrive, and how long they took to come is Gatling's own to tell. */
    private static final Set<Figure> UNKNOWN = EnumSet.of(Figure.REORDERED, Figure.WELCOME, Figure.RETURNED);

    private final Faults faults;

    GatlingLimits(Faults faults) {
        this.faults = faults;
    }

    private static Map<Parameter, String> only() {
        Map<Parameter, String> only = new LinkedHashMap<>();
        only.put(Parameter.TOPOLOGY, "single");
        only.put(Parameter.TRANSPORT, "websocket");
        only.put(Parameter.ARRIVALS, "constant");
        only.put(Parameter.BURST_TALKERS, "0");
        only.put(Parameter.ROOM_SIZES, "equal");
        only.put(Parameter.HOPPERS, "0");
        only.put(Parameter.CHURNERS, "0");
        only.put(Parameter.SLOW_READERS, "0");
        only.put(Parameter.PROCESSES, "1");
        only.put(Parameter.RECONNECT, "never");
        return only;
    }

    void require(Experiment experiment, Point point) {
        if (!point.get(Parameter.GENERATOR).equals(GATLING)) {
            return;
        }
        ONLY.forEach((parameter, only) -> {
            String value = point.get(parameter);
            if (!value.equals(only) && !(only.equals("0") && value.matches("0+(\\.0+)?%"))) {
                throw faults.wrong(parameter, value + forWhich("it has to be " + only));
            }
        });
        if (!point.get(Parameter.MESSAGE_BYTES).matches("[^:]+")) {
            throw faults.wrong(
                    Parameter.MESSAGE_BYTES, point.get(Parameter.MESSAGE_BYTES) + forWhich("it has to be one size"));
        }
        requireFewMessages(point, experiment.timing());
        long members = Long.parseLong(point.get(Parameter.MEMBERS));
        String connectRate = point.get(Parameter.CONNECT_RATE);
        if (members > Long.parseLong(connectRate) * LONGEST_RAMP.toSeconds()) {
            throw faults.wrong(
                    Parameter.CONNECT_RATE,
                    connectRate + forWhich("all " + members + " members have to come within an hour"));
        }
        for (Objective objective : experiment.objectives()) {
            if (UNKNOWN.contains(objective.figure())) {
                throw faults.at("slo", "has '" + objective.text() + "'" + forWhich("that is not known"));
            }
        }
    }

    private void requireFewMessages(Point point, Timing timing) {
        String rate = point.get(Parameter.RATE);
        Duration talk = timing.warmup().plus(timing.duration());
        if (Double.parseDouble(rate) > MOST_PER_SECOND) {
            throw faults.wrong(Parameter.RATE, rate + forWhich("it has to be at most " + MOST_PER_SECOND));
        }
        // As its schedule counts: messages are due at an even rate from the beginning of the warm-up on.
        double perSecond = Double.parseDouble(rate);
        if (Math.floor(perSecond * talk.toNanos() / 1e9)
                        - Math.ceil(perSecond * timing.warmup().toNanos() / 1e9)
                < 1) {
            throw faults.wrong(Parameter.RATE, rate + forWhich("at least one message has to be due in the window"));
        }
        if (perSecond * talk.toNanos() / 1e9 > MOST_MESSAGES) {
            throw faults.wrong(
                    Parameter.RATE,
                    rate + forWhich("rate × (warmup + duration) has to be at most " + MOST_MESSAGES + " messages"));
        }
    }

    private static String forWhich(String condition) {
        return ", but " + Parameter.GENERATOR.path() + " is " + GATLING + ", for which " + condition + ".";
    }
}
