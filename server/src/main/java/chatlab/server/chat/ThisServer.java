package chatlab.server.chat;

import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/** What this server has for the others. Thread-safe. */
public final class ThisServer implements Cluster.Resident {
    private static final byte[] NO_SPLICE = {};

    private final Rooms rooms;
    private final Directory directory;
    private final Traffic traffic;

    public ThisServer(Rooms rooms, Directory directory, Traffic traffic) {
        this.rooms = rooms;
        this.directory = directory;
        this.traffic = traffic;
    }

    @Override
    public void whispered(String clientId, byte[] bytes, int offset, int length, Origin origin) {
        List<Member> devices = directory.devices(clientId);
        if (!devices.isEmpty()) {
            traffic.countWhisperFromElsewhere(devices.size());
            Message message = Message.of(ByteBufAllocator.DEFAULT, bytes, offset, length, NO_SPLICE);
            Whisper.repeat(origin, message, devices);
        }
    }

    @Override
    public Cluster.Listing rooms() {
        return rooms.own();
    }
}
