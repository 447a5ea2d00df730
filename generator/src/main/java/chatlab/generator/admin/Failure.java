package chatlab.generator.admin;

/**
 * Why a client could not join, or a run could not begin.
 *
 * @param blame whose doing it is
 * @param late whether it is a matter of time, so that a process without enough CPU may be what is behind it
 * @param text for people
 */
public record Failure(Blame blame, boolean late, String text) {
    /** A failure that time has nothing to do with. */
    public Failure(Blame blame, String text) {
        this(blame, false, text);
    }
}
