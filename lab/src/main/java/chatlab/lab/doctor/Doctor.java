package chatlab.lab.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs checks side by side and waits no longer than its patience, whatever hangs. */
public final class Doctor {
    private final List<Check> checks;
    private final Duration patience;

    Doctor(List<Check> checks, Duration patience) {
        this.checks = List.copyOf(checks);
        this.patience = patience;
    }

    /** Runs all checks; what one of them could not say in time, or at all, is a finding as well. */
    public Diagnosis examine() throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        // Not closed by a try: that would wait for a check that hangs.
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<List<Finding>>> answers = new ArrayList<>();
            for (Check check : checks) {
                answers.add(threads.submit(check::findings));
            }
            List<Finding> findings = new ArrayList<>();
            for (int i = 0; i < checks.size(); i++) {
                findings.addAll(await(checks.get(i).name(), answers.get(i), deadline));
            }
            return new Diagnosis(findings);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Finding> await(String name, Future<List<Finding>> answer, long deadline) throws InterruptedException {
        try {
            return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return List.of(Finding.fail(name, "could not be found out within " + patience.toSeconds() + " s"));
        } catch (ExecutionException e) {
            return List.of(Finding.fail(name, "could not be found out: " + e.getCause()));
        }
    }
}
