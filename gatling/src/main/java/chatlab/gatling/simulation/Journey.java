package chatlab.gatling.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The journeys that there are, and what they do unless told otherwise. */
public enum Journey {
    STEADY_CHAT(
            "steady-chat",
            "Rooms of 20 in which everybody says something once a second.",
            SteadyChat.class,
            new Defaults(200, 10, 10, 200, 0, 200, 30),
            EnumSet.noneOf(Trait.class)),
    BIG_ROOM(
            "big-room",
            "One room in which a few talk and everybody listens.",
            BigRoom.class,
            new Defaults(500, 10, 1, 10, 0, 20, 30),
            EnumSet.noneOf(Trait.class)),
    MANY_SMALL_ROOMS(
            "many-small-rooms",
            "24 rooms of 2 that talk to each other all the time.",
            ManySmallRooms.class,
            new Defaults(48, 5, 24, 48, 0, 480, 30),
            EnumSet.noneOf(Trait.class)),
    CONNECTION_STORM(
            "connection-storm",
            "Users come in quickly, stay a little, leave and come back once.",
            ConnectionStorm.class,
            new Defaults(1000, 10, 10, 0, 0, 0, 5),
            EnumSet.of(Trait.COMES_AND_GOES)),
    LOGIN_STORM(
            "login-storm",
            "Users log in all at once, come back when they are told to, and show their tokens (needs AUTH=users).",
            LoginStorm.class,
            new Defaults(100, 5, 10, 0, 0, 0, 2),
            EnumSet.of(Trait.COMES_AND_GOES)),
    HISTORY_READERS(
            "history-readers",
            "Some talk; others come, read what was said, over WebSocket and REST, listen for a while and go.",
            HistoryReaders.class,
            new Defaults(100, 20, 5, 20, 50, 50, 5),
            EnumSet.of(Trait.READS_HISTORY));

    /** What a journey needs to be told in addition, or not at all. */
    public enum Trait {
        /** Nobody talks. */
        COMES_AND_GOES,
        READS_HISTORY
    }

    /**
     * What a journey does unless it is told otherwise.
     *
     * @param talkers how many of them talk
     * @param history how many messages a reader asks for
     * @param rate messages per second of all talkers together
     */
    public record Defaults(
            int users, int rampSeconds, int rooms, int talkers, int history, double rate, int durationSeconds) {
        public Duration ramp() {
            return Duration.ofSeconds(rampSeconds);
        }

        public Duration duration() {
            return Duration.ofSeconds(durationSeconds);
        }
    }

    private final String written;
    private final String summary;
    private final Class<? extends ChatSimulation> simulation;
    private final Defaults defaults;
    private final Set<Trait> traits;

    Journey(
            String written,
            String summary,
            Class<? extends ChatSimulation> simulation,
            Defaults defaults,
            Set<Trait> traits) {
        this.written = written;
        this.summary = summary;
        this.simulation = simulation;
        this.defaults = defaults;
        this.traits = traits;
    }

    /**
     * The one of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Journey named(String text) {
        return Arrays.stream(values())
                .filter(journey -> journey.written.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** Their names, for people. */
    public static String names() {
        return Arrays.stream(values()).map(Journey::toString).collect(Collectors.joining(", "));
    }

    /** What it does, in a sentence. */
    public String summary() {
        return summary;
    }

    public Class<? extends ChatSimulation> simulation() {
        return simulation;
    }

    public Defaults defaults() {
        return defaults;
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** As users write it. */
    @Override
    public String toString() {
        return written;
    }
}
