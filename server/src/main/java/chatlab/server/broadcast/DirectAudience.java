package chatlab.server.broadcast;

import chatlab.server.chat.Audience;
import chatlab.server.chat.Message;
import chatlab.server.chat.Recipient;
import chatlab.server.chat.Seat;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Members to each of whom every message is handed by itself, to be queued by their connections. */
final class DirectAudience implements Audience {
    private final Roster<DirectSeat> seats = new Roster<>(DirectSeat[]::new);
    private final BiConsumer<DirectAudience, Message> strategy;

    private final class DirectSeat extends Roster.Place {
        private final Recipient member;

        DirectSeat(Recipient member) {
            this.member = member;
        }

        @Override
        public void leave() {
            seats.remove(this);
        }

        @Override
        public void resume() {} // its connection holds all that waits for it

        @Override
        public void finish() {}

        @Override
        public void forsake() {}

        @Override
        public boolean isDone() {
            return true;
        }
    }

    /** @param strategy delivers one message to all, by {@link #deliver(int, Message)} and {@link #flush} */
    DirectAudience(BiConsumer<DirectAudience, Message> strategy) {
        this.strategy = strategy;
    }

    @Override
    public int size() {
        return seats.size();
    }

    @Override
    public Seat add(Recipient member) {
        DirectSeat seat = new DirectSeat(member);
        seats.add(seat);
        return seat;
    }

    @Override
    public void forEachUpToDate(Consumer<Recipient> action) {
        for (int i = 0; i < seats.size(); i++) {
            action.accept(seats.get(i).member);
        }
    }

    @Override
    public void broadcast(Message message) {
        strategy.accept(this, message);
    }

    /** Queues a message for one of them, from 0 to {@link #size} − 1; a failure ends that one alone. */
    void deliver(int index, Message message) {
        Recipient member = seats.get(index).member;
        try {
            member.deliver(message);
        } catch (RuntimeException | Error e) {
            member.fail(e);
        }
    }

    /** Hands what is queued for one of them to its socket; a failure ends that one alone. */
    void flush(int index) {
        Recipient member = seats.get(index).member;
        try {
            member.flush();
        } catch (RuntimeException | Error e) {
            member.fail(e);
        }
    }
}
