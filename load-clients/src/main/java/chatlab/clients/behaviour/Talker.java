package chatlab.clients.behaviour;

import chatlab.clients.dialect.ChatlabDialect;
import chatlab.clients.dialect.MessageForm;

/** Reads whatever comes and speaks when the schedule says so. Confined to its client's event loop. */
public final class Talker implements Behaviour {
    /** The shortest message there is, whatever the dialect. */
    public static final int MIN_MESSAGE_BYTES = ChatlabDialect.shortestMessage(Cast.NAME_LENGTH);

    private final int run;
    private final int client;
    private final MessageSizes sizes;
    private final MessageForm form;
    private final HandOvers handOvers;

    /**
     * @param run the run its stamps name
     * @param client its number
     * @param sizes how long its messages are
     * @param form how they look
     * @param talkers how many there are
     */
    public Talker(int run, int client, MessageSizes sizes, MessageForm form, int talkers) {
        this.run = run;
        this.client = client;
        this.sizes = sizes;
        this.form = form;
        handOvers = new HandOvers(HandOvers.mostOf(talkers));
    }

    /**
     * Writes its message number {@code sequence} from the start of {@code to}.
     *
     * @param to holds as many bytes as the longest of its messages
     * @param nowNs when it is handed over
     * @return how long it is
     */
    public int write(byte[] to, int sequence, long intendedNs, long nowNs) {
        handOvers.add(sequence, nowNs);
        return form.write(to, sizes.of(client, sequence), run, client, sequence, intendedNs);
    }

    /** One of its messages has come back to it: when it was handed over, or {@code orElse} if that is not known any more. */
    public long cameBack(int sequence, long orElse) {
        return handOvers.take(sequence, orElse);
    }
}
