package chatlab.server.chat;

import chatlab.protocol.FrameException;

/** Who may bear which name. Thread-safe. */
public interface Credentials {
    /** For a server without users: everybody may bear any name. */
    Credentials NONE_NEEDED = new Credentials() {
        @Override
        public boolean areNeeded() {
            return false;
        }

        @Override
        public String nameOf(String token) {
            throw new IllegalStateException("There are no tokens where everybody may bear any name.");
        }

        @Override
        public void check(LoginAttempt attempt) {
            throw new IllegalStateException("There are no users where everybody may bear any name.");
        }
    };

    /** Whether names belong to users, who have to show a token. If not, nothing else is asked. */
    boolean areNeeded();

    /**
     * Whose token this is. Never blocks.
     *
     * @throws FrameException if it is none that is valid now: {@link chatlab.protocol.ErrorCode#UNAUTHENTICATED}
     */
    String nameOf(String token) throws FrameException;

    /** Checks a name and a password elsewhere, as that takes long, and tells the attempt what came of it. Never blocks. */
    void check(LoginAttempt attempt);
}
