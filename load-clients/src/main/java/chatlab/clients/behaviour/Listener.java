package chatlab.clients.behaviour;

/** Reads whatever comes, as fast as it comes, and says nothing. */
public record Listener() implements Behaviour {}
