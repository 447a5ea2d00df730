package chatlab.gatling;

import chatlab.gatling.observe.Course;
import chatlab.gatling.simulation.Play;
import chatlab.generator.watch.SelfUsage;
import chatlab.generator.watch.SelfWatch;
import chatlab.process.Cgroup;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches what this process uses while it matters: in the window of a chat; where nobody talks, from when users have set out on
 * every event loop until all have left. Thread-safe.
 */
final class SpanWatch {
    private final Play play;
    private final Cgroup cgroup;
    private final boolean talks;
    private SelfWatch watch;
    private int loops;
    private long fromNs;
    private @Nullable Watched watched;

    SpanWatch(Play play, Cgroup cgroup) {
        this.play = play;
        this.cgroup = cgroup;
        talks = play.config().talkers() > 0;
        watch = new SelfWatch(List.of(), cgroup);
        fromNs = System.nanoTime();
    }

    /** What was used in so many seconds. */
    record Watched(SelfUsage self, double seconds) {}

    /** Looks whether the span begins or is over; to be called often, and soon after either. */
    synchronized void look() {
        Course course = play.course();
        // Loops come one after the other, as users do; in a window all of them are there.
        if (watched == null && course.loops().size() > loops && (!talks || course.isWarm())) {
            watch = new SelfWatch(course.loops(), cgroup);
            loops = course.loops().size();
            fromNs = System.nanoTime();
        }
        if (talks
                && loops > 0
                && watched == null
                && System.nanoTime() - course.window().toNs() >= 0) {
            watched = read();
        }
    }

    /** Ends the span, if it is not over yet, and says what was used in it. The event loops have to be there still. */
    synchronized Watched end() {
        Watched used = watched == null ? read() : watched;
        watched = used;
        return used;
    }

    private Watched read() {
        return new Watched(watch.end(), (System.nanoTime() - fromNs) / (double) TimeUnit.SECONDS.toNanos(1));
    }
}
