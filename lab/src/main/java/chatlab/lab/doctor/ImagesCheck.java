package chatlab.lab.doctor;

import chatlab.lab.doctor.EngineAnswer.Answers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether the images are there. Whether the lab's own are up to date is not looked at: the launcher alone knows what goes
 * into them, and every run asks it to build what is stale.
 *
 * @param own the tags of the lab's images
 * @param needed the tags of the public images that those are built from, or that run beside them
 */
record ImagesCheck(Supplier<EngineAnswer> engine, List<String> own, PublicImages needed) implements Check {
    @Override
    public String name() {
        return "images";
    }

    @Override
    public List<Finding> findings() throws InterruptedException {
        if (!(engine.get() instanceof Answers answers)) {
            return List.of();
        }
        Set<String> there = answers.survey().images();
        List<Finding> findings = new ArrayList<>();
        List<String> missing = missing(own, there);
        findings.add(
                missing.isEmpty()
                        ? Finding.ok(name(), String.join(", ", own) + " are built")
                        : Finding.note(
                                name(),
                                String.join(", ", missing) + (missing.size() == 1 ? " is" : " are")
                                        + " not built yet; the first run does it",
                                "./chatlab images"));
        List<String> tags = needed.tags();
        List<String> toPull = missing(tags, there);
        findings.add(
                toPull.isEmpty()
                        ? Finding.ok("images, public", String.join(", ", tags) + " are here")
                        : Finding.note(
                                "images, public",
                                String.join(", ", toPull) + (toPull.size() == 1 ? " is" : " are")
                                        + " not here yet; a registry has to be within reach when needed",
                                toPull.stream().map(tag -> "docker pull " + tag).toArray(String[]::new)));
        return findings;
    }

    private static List<String> missing(List<String> wanted, Set<String> there) {
        return wanted.stream().filter(tag -> !there.contains(tag)).toList();
    }
}
