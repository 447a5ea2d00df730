package chatlab.process;

/** A wrong setting or argument. The message is one sentence for the user: what, the value seen, what would be right. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence for the user */
    public SettingException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
