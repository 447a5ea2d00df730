package chatlab.lab.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that tells what it sees and waits. Stands alone: it uses nothing but the platform. */
public final class Teller {
    private Teller() {}

    /** Ends with 7 when it is asked to; with {@code LOG_LEVEL=stubborn} not at all. */
    public static void main(String[] arguments) throws Exception {
        System.getenv().forEach((key, value) -> System.out.println(key + "=" + value));
        for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
            String[] fields = line.split(":", 3);
            String group = "/sys/fs/cgroup/" + fields[1] + fields[2];
            if (List.of(fields[1].split(",", -1)).contains("cpu")) {
                System.out.println(
                        "cpus " + number(group + "/cpu.cfs_quota_us") / number(group + "/cpu.cfs_period_us"));
            } else if (fields[1].equals("memory")) {
                System.out.println("memory " + (long) number(group + "/memory.limit_in_bytes"));
            } else if (fields[1].isEmpty() && Files.exists(Path.of(group, "cpu.max"))) {
                String[] cpu =
                        Files.readString(Path.of(group, "cpu.max")).strip().split(" ", 2);
                System.out.println("cpus "
                        + (cpu[0].equals("max") ? -1 : Double.parseDouble(cpu[0]) / Double.parseDouble(cpu[1])));
                System.out.println("memory "
                        + Files.readString(Path.of(group, "memory.max")).strip());
            }
        }
        boolean stubborn = "stubborn".equals(System.getenv("LOG_LEVEL"));
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("asked to end");
            if (stubborn) {
                waitFor(never);
            }
            Runtime.getRuntime().halt(7);
        }));
        System.out.println("ready");
        never.await();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double number(String file) throws Exception {
        return Double.parseDouble(Files.readString(Path.of(file)).strip());
    }
}
