package chatlab.server.chat;

/** Where messages come from: told how much of its own is under way within this server. */
public interface Origin {
    /** So much sets out. */
    void departed(int bytes);

    /** It has arrived everywhere, at last on this loop, on which this is called. */
    void arrived(int bytes, Loop last);
}
