package chatlab.gatling.simulation;

import chatlab.gatling.observe.Course;
import chatlab.gatling.observe.Deliveries;
import chatlab.process.Settings;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One run of a journey. Gatling makes simulations by itself, so that they find theirs here; where nobody has set one, as Gatling's
 * own plugins have not, it is read from the environment.
 */
public record Play(JourneyConfig config, int run, Course course, Deliveries deliveries) {
    private static final AtomicReference<@Nullable Play> CURRENT = new AtomicReference<>();

    /** The run that simulations made from now on belong to. */
    public static Play begin(JourneyConfig config) {
        Course course = new Course(
                config.chatting(),
                config.talkers(),
                config.rate(),
                config.warmup(),
                config.talk(),
                config.drain(),
                config.seed(),
                config.control().waitsForStart());
        int run = RandomGenerator.getDefault().nextInt();
        Play play = new Play(
                config,
                run,
                course,
                new Deliveries(
                        run,
                        course,
                        config.talkers(),
                        Math.toIntExact(config.messages()),
                        sender -> owed(config, sender)));
        CURRENT.set(play);
        return play;
    }

    /** Where others come and go, as many as there are may be in a room. */
    private static int owed(JourneyConfig config, int sender) {
        return config.isAccountable() ? config.members(sender % config.rooms()) : Integer.MAX_VALUE;
    }

    static Play of(Journey journey) {
        Play set = CURRENT.get();
        return set != null ? set : begin(JourneyConfig.read(journey, Settings.of(System.getenv())));
    }
}
