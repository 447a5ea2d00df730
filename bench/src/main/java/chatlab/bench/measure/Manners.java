package chatlab.bench.measure;

/** How the yardstick treats those who connect. */
public enum Manners {
    /** Whatever is said goes to all. */
    RAW("raw"),
    /** What a connection says first is answered by a welcome; what it says then goes to all. */
    WELCOMES("welcome"),
    /** What a connection says first is answered by a welcome; what it says then is read and dropped. */
    SWALLOWS("swallow");

    private final String word;

    Manners(String word) {
        this.word = word;
    }

    /** As the yardstick's argument. */
    String word() {
        return word;
    }
}
