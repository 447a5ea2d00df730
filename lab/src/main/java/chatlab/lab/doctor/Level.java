package chatlab.lab.doctor;

/** How bad a finding is. */
public enum Level {
    /** As it should be. */
    OK("ok"),
    /** The lab works, but less well than it could, or something lies about. */
    NOTE("note"),
    /** Something of the lab can't be used. */
    FAIL("FAIL");

    private final String word;

    Level(String word) {
        this.word = word;
    }

    /** As printed. */
    @Override
    public String toString() {
        return word;
    }
}
