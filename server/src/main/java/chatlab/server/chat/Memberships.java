package chatlab.server.chat;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that users are in with all their connections, those that are there and those that come. Thread-safe.
 *
 * <p>A connection is put into the directory before it looks here, and here something is changed before the directory is
 * looked into; so one that comes meanwhile may be told twice, and never not at all. Each is told to look, and not what has
 * changed, so that of two changes at the same time it is the last that stays.
 */
public final class Memberships {
    /** How many changes may be under way to connections. */
    private static final int MAX_UNDER_WAY = 64;

    private final Directory directory;
    private final int most;

    /** By name. */
    private final Map<String, List<String>> rooms = new HashMap<>();

    private int count;
    private int underWay;

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
     * @throws FrameException if that would be one room too many, or too many changes are under way
     */
    void add(String clientId, String room, int mostOfUser, Runnable done) throws FrameException {
        remember(clientId, room, mostOfUser);
        tell(clientId, room, done);
    }

    /**
     * The user is not in it any more.
     *
     * @throws FrameException if too many changes are under way
     */
    void remove(String clientId, String room, Runnable done) throws FrameException {
        forget(clientId, room);
        tell(clientId, room, done);
    }

    private synchronized void remember(String clientId, String room, int mostOfUser) throws FrameException {
        List<String> before = of(clientId);
        if (!before.contains(room)) {
            if (before.size() == mostOfUser) {
                throw new FrameException(
                        ErrorCode.TOO_MANY_ROOMS, "A user may be in at most " + mostOfUser + " rooms.");
            }
            if (count == most) {
                throw new FrameException(
                        ErrorCode.TOO_MANY_ROOMS,
                        "This server remembers the rooms of users up to " + most + " in all.");
            }
            begin();
            List<String> now = new ArrayList<>(before);
            now.add(room);
            rooms.put(clientId, List.copyOf(now));
            count++;
        } else {
            begin();
        }
    }

    private synchronized void forget(String clientId, String room) throws FrameException {
        begin();
        List<String> left = new ArrayList<>(of(clientId));
        if (left.remove(room)) {
            count--;
            @Nullable List<String> _ = left.isEmpty() ? rooms.remove(clientId) : rooms.put(clientId, List.copyOf(left));
        }
    }

    private synchronized void begin() throws FrameException {
        if (underWay == MAX_UNDER_WAY) {
            throw new FrameException(
                    ErrorCode.TOO_FAST,
                    "Too many changes of users' rooms are under way; at most " + MAX_UNDER_WAY + " may be.");
        }
        underWay++;
    }

    private synchronized void end() {
        underWay--;
    }

    /** One task for each loop that has connections of the user. */
    private void tell(String clientId, String room, Runnable done) {
        Map<Loop, List<Member>> devices =
                directory.devices(clientId).stream().collect(Collectors.groupingBy(Member::loop));
        AtomicInteger untold = new AtomicInteger(1 + devices.size());
        Runnable told = () -> {
            if (untold.decrementAndGet() == 0) {
                end();
                done.run();
            }
        };
        devices.forEach((loop, there) -> loop.execute(() -> {
            try {
                there.forEach(device -> device.settleAsUser(room));
            } finally {
                told.run();
            }
        }));
        told.run();
    }
}
