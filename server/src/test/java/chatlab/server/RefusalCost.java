package chatlab.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What it costs a full server to tell clients so; a program, not a test. Arguments: the server's port on the loopback, its
 * process id, attempts per second, seconds (60 at most). Pin it to another core than the server.
 */
final class RefusalCost {
    private static final double NS = 1e-9;
    private static final int MAX_SECONDS = 60;

    private final LongAdder told = new LongAdder();
    private final LongAdder served = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        long pid = Long.parseLong(arguments[1]);
        int perSecond = Integer.parseInt(arguments[2]);
        int seconds = Math.min(Integer.parseInt(arguments[3]), MAX_SECONDS);
        RefusalCost cost = new RefusalCost();
        Map<String, Long> before = cpuNs(pid);
        long startNs = System.nanoTime();
        cost.attempt(port, perSecond, perSecond * seconds);
        double tookSeconds = (System.nanoTime() - startNs) * NS;
        System.out.printf(
                "%.0f attempts/s for %.1f s: told %d, served %d, no answer %d%n",
                perSecond * seconds / tookSeconds,
                tookSeconds,
                cost.told.sum(),
                cost.served.sum(),
                cost.unanswered.sum());
        double all = 0;
        for (Map.Entry<String, Long> thread : cpuNs(pid).entrySet()) {
            double share = (thread.getValue() - before.getOrDefault(thread.getKey(), 0L)) * NS / tookSeconds;
            all += share;
            if (share > 0.001) {
                System.out.printf("%6.2f %% of a core: %s%n", 100 * share, thread.getKey());
            }
        }
        System.out.printf("%6.2f %% of a core in all%n", 100 * all);
    }

    private void attempt(int port, int perSecond, int count) {
        long startNs = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                LockSupport.parkNanos(startNs + i * TimeUnit.SECONDS.toNanos(1) / perSecond - System.nanoTime());
                threads.execute(() -> attempt(port));
            }
        }
    }

    private void attempt(int port) {
        try (Client client = Client.connect(port)) {
            client.send("{\"type\":\"hello\",\"clientId\":\"bob\"}\n");
            (client.line().contains("\"full\"") ? told : served).increment();
        } catch (IOException e) {
            unanswered.increment();
        }
    }

    /** What every thread has used so far, by name and id; those that have ended are missing. */
    private static Map<String, Long> cpuNs(long pid) throws IOException {
        Map<String, Long> cpuNs = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                String name = Files.readString(thread.resolve("comm")).strip() + " " + thread.getFileName();
                String used = Files.readString(thread.resolve("schedstat")).split(" ", 2)[0];
                cpuNs.put(name, Long.parseLong(used));
            }
        }
        return cpuNs;
    }
}
