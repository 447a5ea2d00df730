package chatlab.lab.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel's settings that matter for many connections. They bound local processes; containers of experiments get their
 * own port range and listen queue from the lab, but what tracks connections is the machine's for all of them.
 */
record KernelSettingsCheck(MachineFiles files) implements Check {
    static final String TUNE = "sudo scripts/tune-host --apply";

    /** What the server asks for. */
    private static final long LISTEN_QUEUE = 4096;

    private static final long HALF_OPEN = 1024;
    /** What Linux has unless somebody narrowed it. */
    private static final long USUAL_PORTS = 28_000;

    private static final long TRACKED = 65_000;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})\\s+(\\d{1,5})");

    @Override
    public String name() {
        return "kernel settings";
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        portRange(findings);
        queue(findings, "listen queue", "net/core/somaxconn", LISTEN_QUEUE, "connects may wait to be accepted");
        queue(
                findings,
                "half-open queue",
                "net/ipv4/tcp_max_syn_backlog",
                HALF_OPEN,
                "connects may be under way at once");
        tracked(findings);
        return findings.isEmpty() ? List.of(Finding.ok(name(), "not known on this system")) : findings;
    }

    private void portRange(List<Finding> findings) {
        Matcher range = RANGE.matcher(
                files.text("proc/sys/net/ipv4/ip_local_port_range").orElse("").strip());
        if (!range.matches()) {
            return;
        }
        long ports = Long.parseLong(range.group(2)) - Long.parseLong(range.group(1)) + 1;
        String finding =
                range.group(1) + " to " + range.group(2) + ": " + Amounts.count(ports) + " connections to one target";
        findings.add(
                ports < USUAL_PORTS
                        ? Finding.note("outgoing ports", finding, TUNE)
                        : Finding.ok("outgoing ports", finding));
    }

    private void queue(List<Finding> findings, String name, String setting, long wanted, String what) {
        OptionalLong value = files.number("proc/sys/" + setting);
        if (value.isPresent()) {
            String finding = Amounts.count(value.getAsLong()) + " " + what;
            findings.add(
                    value.getAsLong() < wanted
                            ? Finding.note(
                                    name,
                                    finding + ", fewer than the " + Amounts.count(wanted) + " that are advisable",
                                    TUNE)
                            : Finding.ok(name, finding));
        }
    }

    private void tracked(List<Finding> findings) {
        OptionalLong most = files.number("proc/sys/net/netfilter/nf_conntrack_max");
        OptionalLong now = files.number("proc/sys/net/netfilter/nf_conntrack_count");
        if (most.isPresent()) {
            long free = most.getAsLong() - now.orElse(0);
            String finding = Amounts.count(now.orElse(0)) + " connections are tracked of at most "
                    + Amounts.count(most.getAsLong());
            findings.add(
                    free < TRACKED
                            ? Finding.note("conntrack", finding + "; beyond that new ones are dropped", TUNE)
                            : Finding.ok("conntrack", finding));
        }
    }
}
