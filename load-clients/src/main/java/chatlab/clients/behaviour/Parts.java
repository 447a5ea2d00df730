package chatlab.clients.behaviour;

/**
 * How many clients play which part; the rest listens.
 *
 * @param talkers how many talk
 * @param burstTalkers how many of those do so in bursts
 * @param hoppers how many move from room to room
 * @param churners how many leave and come back
 * @param slowReaders how many read slowly
 */
public record Parts(int talkers, int burstTalkers, int hoppers, int churners, int slowReaders) {
    public Parts {
        if (talkers < 0
                || burstTalkers < 0
                || burstTalkers > talkers
                || hoppers < 0
                || churners < 0
                || slowReaders < 0) {
            throw new IllegalArgumentException("no parts: " + talkers + ", " + burstTalkers + ", " + hoppers + ", "
                    + churners + ", " + slowReaders);
        }
    }

    /** Talkers and slow readers alone. */
    public Parts(int talkers, int slowReaders) {
        this(talkers, 0, 0, 0, slowReaders);
    }

    /** How many don't just listen. */
    public long players() {
        return (long) talkers + hoppers + churners + slowReaders;
    }
}
