package chatlab.lab.trial;

/**
 * What is done with a repetition besides measuring it.
 *
 * @param profiles whether the server's virtual machine is recorded meanwhile, which takes CPU itself
 * @param keeps whether the processes of the last one are left as they are
 */
public record Extras(boolean profiles, boolean keeps) {
    /** How the notice of a repetition begins whose processes were left; the command that removes them follows. */
    public static final String KEPT = "Its processes were left as they are (--keep). To remove them: ";

    /** Nothing. */
    public static final Extras NONE = new Extras(false, false);
}
