package chatlab.server.chat;

import chatlab.protocol.RoomEntry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The other servers: carries what is said here to the members and users that they have, and what is said there to here.
 * Local delivery never waits for it. Thread-safe.
 */
public interface Cluster extends AutoCloseable {
    /** This server is alone. */
    Cluster NONE = new Alone();

    /** The way of a room, which has come into being here, to those of its name elsewhere. */
    Link link(Counterpart room);

    /** What this server has that others ask for. Called once, before anybody connects. */
    void serve(Resident resident);

    /** Whether others can be reached now. */
    boolean reachesOthers();

    /** Somebody of this name is connected here from now on. Of one name never together with {@link #disconnected}. */
    void connected(String clientId);

    /** Nobody of this name is any more. */
    void disconnected(String clientId);

    /**
     * Hands a private message to the connections that a user has elsewhere; the caller keeps its own reference.
     *
     * @param outcome is told once, by any thread, perhaps at once
     */
    void whisper(String clientId, Message message, Consumer<Reach> outcome);

    /** Ends it when nobody is connected any more; what was handed to it before still goes to the others, if that does not take long. */
    @Override
    void close();

    /** Whom a private message has reached. */
    enum Reach {
        SOMEBODY,
        NOBODY,
        /** Others can't be reached, too much waits for them, or they were lost before they had confirmed it. */
        UNKNOWN
    }

    /** Returns when the outcome of each private message until now has been told, or the time is over. */
    void awaitOutcomes(Duration within) throws InterruptedException;

    /** The rooms of the other servers, as they were a moment ago, with the members that they have there. */
    Listing rooms();

    /**
     * Rooms, not necessarily all.
     *
     * @param count how many there are, those that are not named here included
     */
    record Listing(List<RoomEntry> rooms, int count) {
        public static final Listing NONE = new Listing(List.of(), 0);

        public Listing {
            rooms = List.copyOf(rooms);
        }
    }

    /** This server as others see it. Any thread. */
    interface Resident {
        /**
         * A private message has come from another server for the connections that a user has here, in
         * {@code bytes[offset, offset + length)}, which stay as they are.
         */
        void whispered(String clientId, byte[] bytes, int offset, int length, Origin origin);

        /** Its own rooms. */
        Listing rooms();
    }

    /** One room's way. All that is not said to be for any thread is called on the room's owner loop. Throws nothing. */
    interface Link {
        /** It leads nowhere. */
        Link NONE = new Alone.Link();

        /** The room has members from now on, who want to hear of others. Any thread, but never together with {@link #close}. */
        void open();

        /**
         * Whether the room is about to listen to others, for the first time since it was {@link #open opened}: what is said there
         * meanwhile nobody will hear here, or hear of.
         *
         * @param then if so, run once when it listens, or it is known that it can't for now; by any thread, perhaps at once
         */
        boolean awaitsOthers(Runnable then);

        /** Something was said here, in the room's order; the caller keeps its reference. */
        void publish(Message message);

        /** Somebody of this name is in the room here from now on. */
        void entered(String clientId);

        /** Nobody of this name is any more. */
        void left(String clientId);

        /** Who is in the room on other servers, as far as it is known; changes as they come and go. */
        Set<String> elsewhere();

        /** How many more are, whose names are not kept. */
        int unnamedElsewhere();

        /** The room has no members any more, for now or for good. Threads as of {@link #open}. */
        void close();
    }

    /** A room as its way sees it; all but the first two are called on the owner loop. */
    interface Counterpart {
        String name();

        /** The loop that decides the room's order. */
        Loop owner();

        /**
         * Something was said on another server: a chat message as its members there have got it, in
         * {@code bytes[offset, offset + length)}, which stay as they are.
         */
        void heard(byte[] bytes, int offset, int length, Origin origin);

        /** So many messages that another server has sent won't come. */
        void missed(long messages);

        /** Whether other servers can be heard, and hear, has changed. */
        void connected(boolean isConnected);

        /** The names of those who are in the room here, each once. */
        Set<String> namesHere();

        /** Somebody of this name, and nobody before, is in the room on another server. */
        void enteredElsewhere(String clientId);

        /** Nobody of this name is any more. */
        void leftElsewhere(String clientId);

        /** How many are in the room elsewhere: with whoever enters when that is told, and with whoever leaves, too. */
        void countedElsewhere(int names);
    }
}
