package chatlab.lab.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many connections a process may have: each is an open file. */
record OpenFilesCheck(MachineFiles files) implements Check {
    /** What a program needs beside connections: jars, logs, its own ports. */
    private static final long OWN_FILES = 200;

    private static final long ENOUGH = 10_000;
    private static final Pattern HARD_LIMIT = Pattern.compile("Max open files\\s+\\S+\\s+(unlimited|\\d{1,18})");
    private static final List<String> MEND = List.of(
            "sudo prlimit --pid $$ --nofile=65536:65536   # for this shell",
            "echo '* hard nofile 65536' | sudo tee /etc/security/limits.d/chatlab.conf   # for good, from the next log in");
    private static final List<String> MEND_CONTAINERS = List.of(
            "add \"default-ulimits\": {\"nofile\": {\"Name\": \"nofile\", \"Soft\": 65536, \"Hard\": 65536}} to /etc/docker/daemon.json",
            "sudo systemctl restart docker");
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String name() {
        return "open files";
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        // The virtual machine raises its soft limit to the hard one at start: this process' limit is what programs get.
        hardLimit("proc/self").ifPresent(limit -> findings.add(judge(name(), limit, MEND)));
        ofContainers().ifPresent(limit -> findings.add(judge("files, containers", limit, MEND_CONTAINERS)));
        return findings.isEmpty() ? List.of(Finding.ok(name(), "not known on this system")) : findings;
    }

    /** Of a process that has a folder below {@code proc}. */
    private OptionalLong hardLimit(String folder) {
        Matcher line = HARD_LIMIT.matcher(files.text(folder + "/limits").orElse(""));
        return line.find()
                ? OptionalLong.of("unlimited".equals(line.group(1)) ? Long.MAX_VALUE : Long.parseLong(line.group(1)))
                : OptionalLong.empty();
    }

    private static Finding judge(String name, long limit, List<String> mend) {
        String finding = Amounts.count(limit) + " per process"
                + (limit == Long.MAX_VALUE
                        ? ", for any number of members each"
                        : ", so up to " + Amounts.count(Math.max(0, limit - OWN_FILES)) + " members each");
        return limit < ENOUGH ? new Finding(name, Level.NOTE, finding, mend) : Finding.ok(name, finding);
    }

    /** What the engine's settings say; else containers inherit what containerd has. */
    private OptionalLong ofContainers() {
        OptionalLong configured = files.text("etc/docker/daemon.json").map(OpenFilesCheck::configured).stream()
                .flatMapToLong(OptionalLong::stream)
                .findFirst();
        return configured.isPresent() ? configured : ofContainerd();
    }

    private static OptionalLong configured(String settings) {
        try {
            long hard =
                    JSON.readTree(settings).at("/default-ulimits/nofile/Hard").asLong(0);
            return hard == 0 ? OptionalLong.empty() : OptionalLong.of(hard < 0 ? Long.MAX_VALUE : hard);
        } catch (JsonProcessingException e) {
            return OptionalLong.empty(); // the engine itself would complain
        }
    }

    private OptionalLong ofContainerd() {
        try (var processes = Files.newDirectoryStream(files.path("proc"), "[0-9]*")) {
            for (Path process : processes) {
                String folder = "proc/" + process.getFileName();
                if (files.text(folder + "/comm").map(String::strip).orElse("").equals("containerd")) {
                    return hardLimit(folder);
                }
            }
        } catch (IOException e) {
            // no /proc: not known
        }
        return OptionalLong.empty();
    }
}
