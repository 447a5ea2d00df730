package chatlab.server.chat;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that users are in with all their connections, those that are there and those that come. Thread-safe.
 *
 * <p>A connection is put into the directory before it looks here, and here something is changed before the directory is
 * looked into; so one that comes meanwhile may be told twice, and never not at all.
 */
public final class Memberships {
    private final Directory directory;
    private final int most;

    /** By name. */
    private final Map<String, List<String>> rooms = new HashMap<>();

    private int count;

    /** @param most how many there may be, over all users */
    public Memberships(Directory directory, int most) {
        this.directory = directory;
        this.most = most;
    }

    /** The rooms of a user, in the order in which they were entered. */
    synchronized List<String> of(String clientId) {
        return rooms.getOrDefault(clientId, List.of());
    }

    /**
     * The user is in the room from now on.
     *
     * @param mostOfUser how many rooms a user may be in
     * @param done run by any thread when all connections of the user have been told
     * @throws FrameException if that would be one room too many
     */
    void add(String clientId, String room, int mostOfUser, Runnable done) throws FrameException {
        remember(clientId, room, mostOfUser);
        tell(clientId, device -> device.joinAsUser(room, true), done);
    }

    /** The user is not in it any more. */
    void remove(String clientId, String room, Runnable done) {
        forget(clientId, room);
        tell(clientId, device -> device.leaveAsUser(room), done);
    }

    private synchronized void remember(String clientId, String room, int mostOfUser) throws FrameException {
        List<String> before = of(clientId);
        if (before.contains(room)) {
            return;
        }
        if (before.size() == mostOfUser) {
            throw new FrameException(ErrorCode.TOO_MANY_ROOMS, "A user may be in at most " + mostOfUser + " rooms.");
        }
        if (count == most) {
            throw new FrameException(
                    ErrorCode.TOO_MANY_ROOMS, "This server remembers the rooms of users up to " + most + " in all.");
        }
        List<String> now = new ArrayList<>(before);
        now.add(room);
        rooms.put(clientId, List.copyOf(now));
        count++;
    }

    private synchronized void forget(String clientId, String room) {
        List<String> left = new ArrayList<>(of(clientId));
        if (left.remove(room)) {
            count--;
            @Nullable List<String> _ = left.isEmpty() ? rooms.remove(clientId) : rooms.put(clientId, List.copyOf(left));
        }
    }

    private void tell(String clientId, Consumer<Member> what, Runnable done) {
        List<Member> devices = directory.devices(clientId);
        if (devices.isEmpty()) {
            done.run();
            return;
        }
        AtomicInteger untold = new AtomicInteger(devices.size());
        for (Member device : devices) {
            device.loop().execute(() -> {
                try {
                    what.accept(device);
                } finally {
                    if (untold.decrementAndGet() == 0) {
                        done.run();
                    }
                }
            });
        }
    }
}
