package chatlab.lab.doctor;

import chatlab.lab.engine.EngineSurvey;
import chatlab.lab.engine.EngineSurvey.Limit;
import chatlab.lab.engine.EngineSurvey.Made;
import chatlab.lab.engine.EngineSurvey.PublishedPort;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What engines might say. */
record Surveys(
        String version,
        String system,
        String cgroup,
        boolean rootless,
        Set<Limit> limits,
        Set<String> images,
        List<Made> made,
        List<PublishedPort> ports) {
    /** An engine with which all is well, and nothing on it. */
    static Surveys good() {
        return new Surveys(
                "26.1.5+dfsg1", "Debian", "2", false, EnumSet.allOf(Limit.class), Set.of(), List.of(), List.of());
    }

    Surveys version(String changed) {
        return new Surveys(changed, system, cgroup, rootless, limits, images, made, ports);
    }

    Surveys system(String changed) {
        return new Surveys(version, changed, cgroup, rootless, limits, images, made, ports);
    }

    Surveys rootless(Set<Limit> changed) {
        return new Surveys(version, system, cgroup, true, changed, images, made, ports);
    }

    Surveys limits(Set<Limit> changed) {
        return new Surveys(version, system, "1", rootless, changed, images, made, ports);
    }

    Surveys images(String... changed) {
        return new Surveys(version, system, cgroup, rootless, limits, Set.of(changed), made, ports);
    }

    Surveys made(Made... changed) {
        return new Surveys(version, system, cgroup, rootless, limits, images, List.of(changed), ports);
    }

    Surveys ports(PublishedPort... changed) {
        return new Surveys(version, system, cgroup, rootless, limits, images, made, List.of(changed));
    }

    /** As checks get it. */
    Supplier<EngineAnswer> answer() {
        EngineAnswer answer = new EngineAnswer.Answers(new EngineSurvey(
                version, "1.24", "1.45", "1.44", system, 2, 8L << 30, "/images", cgroup, rootless, limits, images, made,
                ports));
        return () -> answer;
    }

    /** No engine. */
    static Supplier<EngineAnswer> none() {
        return silent(EngineAnswer.Reason.NO_SOCKET);
    }

    static Supplier<EngineAnswer> silent(EngineAnswer.Reason reason, String... otherSockets) {
        EngineAnswer answer =
                new EngineAnswer.Silent("unix:///var/run/docker.sock", reason, "no luck", List.of(otherSockets));
        return () -> answer;
    }
}
