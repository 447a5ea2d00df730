package chatlab.gatling.chain;

import io.gatling.javaapi.core.Session;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a session knows of its user: its number among its kind, what it is called and the room it is in. */
final class User {
    private static final String NUMBER = "number";
    private static final String CLIENT_ID = "clientId";
    private static final String ROOM = "room";

    private User() {}

    static int number(Session session) {
        return session.getInt(NUMBER);
    }

    static String clientId(Session session) {
        return text(session, CLIENT_ID);
    }

    static String room(Session session) {
        return text(session, ROOM);
    }

    private static String text(Session session, String name) {
        String text = session.getString(name);
        if (text == null) {
            throw new IllegalStateException("a user without a " + name);
        }
        return text;
    }

    /**
     * So many users, spread evenly over rooms.
     *
     * @param seed in which order they come
     */
    static Iterator<Map<String, Object>> feeder(int count, int rooms, String prefix, long seed) {
        List<Integer> numbers = IntStream.range(0, count).boxed().collect(Collectors.toList());
        Collections.shuffle(numbers, new Random(seed));
        return numbers.stream()
                .<Map<String, Object>>map(number -> Map.of(
                        NUMBER,
                        number,
                        CLIENT_ID,
                        String.format(Locale.ROOT, "%s%06d", prefix, number),
                        ROOM,
                        "room-" + number % rooms))
                .iterator();
    }
}
