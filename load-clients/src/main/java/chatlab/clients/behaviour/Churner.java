package chatlab.clients.behaviour;

/** Reads whatever comes, leaves when the schedule says so, and comes back at once over a new connection. */
public record Churner() implements Behaviour {}
