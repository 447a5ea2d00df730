package chatlab.lab.run;

import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.Parameter;
import chatlab.lab.experiment.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** All repetitions of an experiment in the order in which they are run: shuffled, so that no drift of the host looks like an effect. */
record Schedule(List<Task> tasks) {
    private static final Map<Parameter, Parameter> BEHAVIOUR_OF = Map.of(
            Parameter.BURST_MESSAGES, Parameter.BURST_TALKERS,
            Parameter.HOP_EVERY, Parameter.HOPPERS,
            Parameter.CHURN_EVERY, Parameter.CHURNERS);

    /**
     * One repetition to be run.
     *
     * @param trial counts from 1 in the order of the matrix
     * @param repetition counts from 1
     */
    record Task(int trial, int repetition, Point point) {
        /** A name for what is made for it. */
        String name() {
            return "t" + trial + "-r" + repetition;
        }

        /** Its folder: {@code trials/04-members=100-cpus=0.25/rep-1}. */
        String folder(Experiment experiment) {
            String title = experiment.title(point).replaceAll("[^A-Za-z0-9=.%]+", "-");
            return String.format(
                    Locale.ROOT, "trials/%02d%s/rep-%d", trial, title.isEmpty() ? "" : "-" + title, repetition);
        }
    }

    static Schedule of(Experiment experiment) {
        List<Task> tasks = new ArrayList<>();
        List<Point> points = experiment.points();
        for (int repetition = 1; repetition <= experiment.repetitions(); repetition++) {
            for (int i = 0; i < points.size(); i++) {
                tasks.add(new Task(i + 1, repetition, points.get(i)));
            }
        }
        Collections.shuffle(tasks, new Random(experiment.seed()));
        return new Schedule(List.copyOf(tasks));
    }

    /** The parameters of one group that no axis varies, but those that say how somebody behaves whom no trial has. */
    static List<Parameter> fixed(Experiment experiment, Parameter.Group group) {
        return Parameter.of(group).stream()
                .filter(parameter -> !experiment.matrix().varies(parameter))
                .filter(parameter -> !BEHAVIOUR_OF.containsKey(parameter)
                        || isThere(experiment, BEHAVIOUR_OF.getOrDefault(parameter, parameter)))
                .toList();
    }

    private static boolean isThere(Experiment experiment, Parameter part) {
        return experiment.points().stream().anyMatch(point -> !point.get(part).matches("0+(\\.0+)?%?"));
    }
}
