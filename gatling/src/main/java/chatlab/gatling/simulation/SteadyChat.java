package chatlab.gatling.simulation;

/** {@link Journey#STEADY_CHAT}. */
public final class SteadyChat extends PresentChat {
    public SteadyChat() {
        super(Journey.STEADY_CHAT);
    }
}
