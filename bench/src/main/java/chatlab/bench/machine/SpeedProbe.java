package chatlab.bench.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * How fast a core is, as {@code speed.c} says all the time: a virtual machine's core is slower while its neighbours are busy, for
 * some seconds or minutes, and nothing else tells of it. Ends with its {@link Children}.
 */
public final class SpeedProbe {
    private static final int MOST_SAMPLES = 40 * 600;
    private static final int FEWEST = 10;
    private static final long PATIENCE_MS = 2_000;

    private final Deque<Sample> samples = new ArrayDeque<>();
    private boolean ended;

    private record Sample(double atS, double us) {}

    /** @param command that runs it on its core */
    public SpeedProbe(List<String> command, Children children) throws IOException {
        Process process = children.start(new ProcessBuilder(command));
        Thread.ofPlatform().daemon().name("speed").start(() -> read(process));
    }

    /**
     * What the work took, in microseconds: the mean without the largest tenth, in which the kernel did something else meanwhile. NaN
     * if too little is known.
     *
     * @param fromS of CLOCK_MONOTONIC
     */
    public synchronized double workUs(double fromS, double toS) throws InterruptedException {
        long endMs = System.nanoTime() / 1_000_000 + PATIENCE_MS;
        for (long leftMs = PATIENCE_MS;
                leftMs > 0 && !ended && (samples.isEmpty() || samples.getLast().atS < toS);
                leftMs = endMs - System.nanoTime() / 1_000_000) {
            wait(leftMs);
        }
        double[] within = samples.stream()
                .filter(sample -> sample.atS >= fromS && sample.atS <= toS)
                .mapToDouble(Sample::us)
                .sorted()
                .toArray();
        return within.length < FEWEST
                ? Double.NaN
                : Arrays.stream(within, 0, within.length - within.length / 10)
                        .average()
                        .orElse(Double.NaN);
    }

    private void read(Process process) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                add(new Sample(
                        Double.parseDouble(line.substring(0, space)), Double.parseDouble(line.substring(space + 1))));
            }
        } catch (IOException | UncheckedIOException e) {
            // it is being ended
        } finally {
            end();
        }
    }

    private synchronized void add(Sample sample) {
        samples.add(sample);
        if (samples.size() > MOST_SAMPLES) {
            samples.removeFirst();
        }
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
