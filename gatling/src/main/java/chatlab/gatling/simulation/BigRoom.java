package chatlab.gatling.simulation;

/** {@link Journey#BIG_ROOM}. */
public final class BigRoom extends PresentChat {
    public BigRoom() {
        super(Journey.BIG_ROOM);
    }
}
