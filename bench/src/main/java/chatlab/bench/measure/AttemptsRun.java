package chatlab.bench.measure;

import java.util.List;

/**
 * What one run of the attempts printed; the head of {@code attempts.c} says what the figures are.
 *
 * @param late how often the schedule had to wait, as there were too many attempts without an end
 * @param answerP99Ms -1 if none was answered
 * @param backMs -1 if nobody was let in again, or the server does not say who is
 * @param fileLimit 0 if none was set
 */
public record AttemptsRun(
        double rate,
        double attemptsPerS,
        long attempts,
        long answered,
        long served,
        long silent,
        long late,
        double answerP99Ms,
        double backMs,
        long fileLimit,
        double serverCores,
        double clientCores,
        double serverCoreBusy,
        double serverCoreSteal,
        double clientCoreBusy,
        double clientCoreSteal)
        implements Run {
    @Override
    public List<String> disturbances() {
        return Doubts.ofTheMachine(this);
    }

    /** Which part of the attempts in the window was told that there is no room. */
    public double answeredShare() {
        return attempts == 0 ? Double.NaN : (double) answered / attempts;
    }

    /** Infinite if nobody was let in again. */
    public double back() {
        return backMs < 0 ? Double.POSITIVE_INFINITY : backMs;
    }

    CoreUse cores() {
        return new CoreUse(serverCores, clientCores, serverCoreBusy, serverCoreSteal, clientCoreBusy, clientCoreSteal);
    }
}
