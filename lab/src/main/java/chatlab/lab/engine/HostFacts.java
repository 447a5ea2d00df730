package chatlab.lab.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What identifies this machine. */
final class HostFacts {
    private HostFacts() {}

    /** Kernel, CPU model, cores, memory: what is known of them. */
    static Map<String, String> read() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        String model = valueOf("/proc/cpuinfo", "model name");
        facts.put("CPU", model.isEmpty() ? System.getProperty("os.arch") : model);
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        String memory = valueOf("/proc/meminfo", "MemTotal").replace(" kB", "");
        if (!memory.isEmpty()) {
            facts.put("memory", Math.round(Long.parseLong(memory) / 1024.0 / 1024.0) + " GiB");
        }
        return facts;
    }

    private static String valueOf(String file, String key) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return ""; // not Linux: the fact is left out
        }
    }
}
