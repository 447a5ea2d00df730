package chatlab.gatling.simulation;

/** {@link Journey#MANY_SMALL_ROOMS}. */
public final class ManySmallRooms extends PresentChat {
    public ManySmallRooms() {
        super(Journey.MANY_SMALL_ROOMS);
    }
}
