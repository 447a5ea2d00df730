package chatlab.clients.behaviour;

/** The part a client plays once it is in its room. */
public sealed interface Behaviour permits Churner, Hopper, Listener, SlowReader, Talker {}
