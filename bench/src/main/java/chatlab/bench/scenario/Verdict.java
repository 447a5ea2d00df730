package chatlab.bench.scenario;

/** What came of a goal. */
public enum Verdict {
    MET("met"),
    MISSED("MISSED"),
    /** Too few of its points stand. */
    VOID("void"),
    /** There is no goal. */
    SHOWN("-");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
