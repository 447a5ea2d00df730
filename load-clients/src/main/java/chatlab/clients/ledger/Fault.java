package chatlab.clients.ledger;

import chatlab.clients.behaviour.Cast;

/** One delivery that went wrong, by name. */
record Fault(Kind kind, int receiver, int sender, int sequence) {
    /** How it went wrong, as the sentence says it. */
    enum Kind {
        LOST("never received"),
        DUPLICATED("received again"),
        REORDERED("received after a later one"),
        DAMAGED("received longer or shorter than it was sent");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    @Override
    public String toString() {
        return "message " + sequence + " of " + Cast.name(sender) + " was " + kind.words + " by " + Cast.name(receiver);
    }
}
