package chatlab.lab.trial;

import chatlab.lab.engine.Deployment;
import chatlab.lab.engine.Engine;
import chatlab.lab.engine.EngineKind;
import chatlab.lab.engine.NodeSpec;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.Parameter;
import chatlab.lab.experiment.Point;
import chatlab.lab.result.Repetition;
import chatlab.lab.trial.TrialPlan.Patience;
import chatlab.process.PartOf;
import chatlab.process.SettingException;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Runs one repetition: deploy → ready → connect → barrier → warm up → measure → drain → collect → tear down → judge. Its
 * raw files are in its folder before it is judged.
 */
public final class TrialRunner implements AutoCloseable {
    /** The longest that the programs' settings EXPERIMENT and TRIAL accept. */
    private static final int LABEL_LENGTH = 200;

    private final Engine engine;
    private final Experiment experiment;
    private final StopSignal stop;
    private final Patience patience;
    private final HostCores.Account account;
    private final AdminClient admin = new AdminClient();
    private final Judge judge;

    public TrialRunner(Engine engine, Experiment experiment, StopSignal stop) {
        this(engine, experiment, stop, Patience.USUAL, HostCores.Account.KERNEL);
    }

    TrialRunner(Engine engine, Experiment experiment, StopSignal stop, Patience patience) {
        this(engine, experiment, stop, patience, HostCores.Account.KERNEL);
    }

    TrialRunner(Engine engine, Experiment experiment, StopSignal stop, Patience patience, HostCores.Account account) {
        this.account = account;
        this.engine = engine;
        this.experiment = experiment;
        this.stop = stop;
        this.patience = patience;
        judge = new Judge(experiment.objectives(), engine.kind() == EngineKind.DOCKER);
    }

    /** How long one repetition at a point takes when all goes well. */
    public static Duration expected(Experiment experiment, Point point) {
        return plan(experiment, point, Patience.USUAL).expected();
    }

    /** What its trials need programs for. */
    public static Set<NodeSpec.Role> roles(Experiment experiment) {
        Set<NodeSpec.Role> roles = EnumSet.of(NodeSpec.Role.SERVER);
        for (Point point : experiment.points()) {
            TrialPlan plan = plan(experiment, point, Patience.USUAL);
            roles.add(TrialPlan.generator(point));
            roles.addAll(plan.serving().others());
        }
        return roles;
    }

    /**
     * Makes sure that an engine can run it.
     *
     * @throws SettingException if it can't
     */
    public static void requireEngineFor(Experiment experiment, EngineKind kind) {
        if (kind == EngineKind.DOCKER) {
            return;
        }
        for (Point point : experiment.points()) {
            for (Parameter parameter : List.of(Parameter.TOPOLOGY, Parameter.PROXY)) {
                if (!point.get(parameter).equals(parameter.fallback())) {
                    throw new SettingException("The experiment has " + parameter.path() + " " + point.get(parameter)
                            + ", which is for containers (--engine docker), but the engine is '" + kind + "'.");
                }
            }
        }
    }

    /**
     * Runs one repetition.
     *
     * @param number which repetition of its trial
     * @param name unique within the run, of lower-case letters, digits and dashes
     * @param folder an empty folder for its files
     * @param label the folder relative to the run's
     * @param extras what is done besides measuring
     * @throws InterruptedException if the user stopped it; nothing is left running then
     */
    public Repetition run(
            Point point, int number, String name, Path folder, String label, Progress progress, Extras extras)
            throws InterruptedException {
        Instant started = Instant.now();
        long startedNs = System.nanoTime();
        Course course = new Course(
                plan(experiment, point, patience),
                new RawFiles(folder),
                progress,
                admin,
                new Waiting(admin, stop, patience, who(TrialPlan.generator(point))),
                judge,
                account,
                extras);
        Deployment deployment = engine.deploy(name);
        try {
            course.run(deployment);
            keepIfAsked(deployment, extras, course);
        } catch (TrialFailedException e) {
            course.fail(e.getMessage());
            keepIfAsked(deployment, extras, course);
        } catch (IOException e) {
            course.fail("an admin port did not answer: " + e + ".");
            keepIfAsked(deployment, extras, course);
        } finally {
            close(deployment, course);
        }
        if (stop.isRaised()) {
            throw new InterruptedException("stopped by the user"); // what came of it is the stop's doing
        }
        return new Repetition(
                number,
                label,
                started,
                (System.nanoTime() - startedNs) / 1e9,
                course.status(),
                course.reasons(),
                course.notices(),
                course.figures(),
                course.limits(),
                new RawFiles(folder).names());
    }

    @Override
    public void close() {
        admin.close();
    }

    private void keepIfAsked(Deployment deployment, Extras extras, Course course) {
        if (extras.keeps() && !stop.isRaised()) {
            course.notices().add(Extras.KEPT + deployment.keep());
        }
    }

    /** What was measured is not lost because something could not be removed: the engine tries again when the run ends. */
    private static void close(Deployment deployment, Course course) {
        course.notices().addAll(deployment.notices());
        try {
            deployment.close();
        } catch (UnusableException | UncheckedIOException e) {
            course.notices().add("Tearing down failed: " + e.getMessage());
        }
    }

    /** In plural, as sentences about them want it. */
    private static String who(NodeSpec.Role generator) {
        return generator == NodeSpec.Role.GATLING ? "Gatling users" : "load clients";
    }

    private static TrialPlan plan(Experiment experiment, Point point, Patience patience) {
        PartOf partOf = new PartOf(label(experiment.name()), label(experiment.title(point)));
        return new TrialPlan(partOf, point, experiment.timing(), experiment.seed(), patience);
    }

    /** As the processes accept it: a file may be called anything, and a matrix may have many axes. */
    private static String label(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", " ");
        return printable.length() <= LABEL_LENGTH ? printable : printable.substring(0, LABEL_LENGTH - 1) + "…";
    }
}
