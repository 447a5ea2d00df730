package chatlab.lab.doctor;

import java.util.List;
import java.util.Set;

/**
 * All that was found, in reading order.
 *
 * @param findings of all checks
 */
public record Diagnosis(List<Finding> findings) {
    /** What has to be there for the lab to use containers. */
    private static final Set<String> NEEDED_FOR_CONTAINERS = Set.of(EngineCheck.NAME, BuildxCheck.NAME);

    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** Whether an experiment can run in containers. */
    public boolean containersCanBeUsed() {
        return findings.stream()
                .noneMatch(finding -> finding.level() == Level.FAIL && NEEDED_FOR_CONTAINERS.contains(finding.check()));
    }

    /** The last line for people. */
    public String summary() {
        long failures = count(Level.FAIL);
        long all = failures + count(Level.NOTE);
        String number = all == 0 ? "Nothing to mend" : all == 1 ? "1 finding" : all + " findings";
        String consequence = failures == 0
                ? ", nothing keeps the lab from running."
                : containersCanBeUsed()
                        ? "; containers can be used, but not all that the lab offers."
                        : "; containers can't be used, so experiments run as local processes.";
        return number + consequence;
    }

    private long count(Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
