package chatlab.lab.result;

/** What became of a repetition. */
public enum Status {
    /** Every service level objective was met. */
    MET,
    /** At least one was missed: a finding about the server. */
    MISSED,
    /** The measurement can't be trusted: no finding at all. */
    INVALID;

    /** The worse of two. */
    public Status worse(Status other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
