package chatlab.clients.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.behaviour.Parts;
import chatlab.clients.behaviour.Rooms;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The accounts of receivers that come and go, beside a model of a server: everything takes its time, to the server and from there, and
 * comes in order. What is made wrong on purpose is found, nothing is invented.
 */
class StaysTest {
    private static final int RUN = 7;
    private static final int TALKERS = 6;
    private static final int STEPS = 40_000;

    private final Cast cast = new Cast(Rooms.equal(12, 3), new Parts(TALKERS, 0, 3, 3, 0), true);
    private final Ledger ledger = new Ledger(cast, RUN, 1, Ledger.DEFAULT_BUDGET);

    /** A message on its way, or a hello or a welcome with its room. */
    private record Thing(boolean message, int talker, int sequence, int room) {
        static Thing hello(int room) {
            return new Thing(false, -1, -1, room);
        }
    }

    /** One client and its connection as the server and the client see it. */
    private static final class Peer {
        final int number;
        /** On the way to the client. */
        final Deque<Thing> down = new ArrayDeque<>();
        /** On the way to the server. */
        final Deque<Thing> up = new ArrayDeque<>();

        int roomAtServer;
        boolean connected = true;
        boolean cutOff;
        int roomAtClient;
        boolean welcomed = true;
        int hoppingTo = -1;
        /** How many messages it has been sent of this stay, and got after its welcome. */
        int since;

        Peer(int number, int room) {
            this.number = number;
            roomAtServer = room;
            roomAtClient = room;
        }
    }

    private final List<Peer> peers = new ArrayList<>();
    private final int[] handedOver = new int[TALKERS];
    private final Random random;
    private boolean cutOffs;
    private long missedByCutOff;
    private int dropped;
    private int doubled;

    StaysTest() {
        random = new Random(5);
        for (int client = 0; client < cast.clients(); client++) {
            peers.add(new Peer(client, cast.rooms().of(client)));
        }
    }

    private void broadcast(Thing message, boolean faulty) {
        for (Peer peer : peers) {
            if (!peer.connected && peer.cutOff && peer.roomAtServer == message.room()) {
                missedByCutOff++;
            }
            if (peer.connected && peer.roomAtServer == message.room()) {
                // Well after its welcome, and where it stays for good, is it owed everything for certain.
                boolean certain = peer.welcomed && peer.hoppingTo < 0 && peer.since > 100 && staysForGood(peer);
                if (faulty && certain && random.nextInt(500) == 0) {
                    dropped++;
                    continue;
                }
                peer.down.add(message);
                if (faulty && certain && random.nextInt(500) == 0) {
                    peer.down.add(message);
                    doubled++;
                }
            }
        }
    }

    /** Of those who move, one of each kind stops half-way. */
    private boolean staysForGood(Peer peer) {
        return (!cast.isHopper(peer.number) && !cast.isChurner(peer.number)) || hasSettled(peer);
    }

    private boolean hasSettled(Peer peer) {
        return step > STEPS / 2 && (peer.number == cast.firstHopper() || peer.number == cast.firstChurner());
    }

    private int step;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsWrongIsFoundAndNothingIsInvented(boolean faulty) {
        LedgerReport report = play(faulty);
        assertThat(report.lost()).isEqualTo(dropped);
        assertThat(report.duplicated()).isEqualTo(doubled);
        assertThat(report.reordered()).isZero();
        assertThat(report.foreign()).isZero();
        assertThat(report.exact()).isEqualTo(!faulty);
        assertThat(report.received()).isEqualTo(report.expected() - dropped + doubled);
        if (faulty) {
            assertThat(dropped).isGreaterThan(10);
            assertThat(doubled).isGreaterThan(10);
        }
        long[] sentByRoom = IntStream.range(0, 3).mapToLong(ledger::sentIn).toArray();
        if (!faulty) {
            assertThat(peers).allMatch(peer -> ledger.isSettled(peer.number, sentByRoom, 0));
        } else { // a receiver that has lost something waits for it
            assertThat(peers).anyMatch(peer -> !ledger.isSettled(peer.number, sentByRoom, 0));
        }
    }

    /** Where nothing comes between an end that the client made and one that the server made, all counts as the server's. */
    @Test
    void whatIsMissedByCutOffIsToldFromWhatIsMissedOfOnesOwnAccord() {
        cutOffs = true;
        LedgerReport report = play(false);
        assertThat(report.lost() + report.duplicated() + report.foreign()).isZero();
        assertThat(report.cutOffReceivers()).isEqualTo(3);
        assertThat(report.received()).isEqualTo(report.expected() - report.cutOffMissed());
        assertThat(missedByCutOff).isGreaterThan(100);
        assertThat(report.cutOffMissed()).isBetween(missedByCutOff, missedByCutOff * 2);
    }

    private LedgerReport play(boolean faulty) {
        List<Deque<Thing>> toServer = IntStream.range(0, TALKERS)
                .<Deque<Thing>>mapToObj(talker -> new ArrayDeque<>())
                .toList();
        for (step = 0; step < STEPS; step++) {
            int talker = random.nextInt(TALKERS);
            switch (random.nextInt(4)) {
                case 0 -> {
                    toServer.get(talker)
                            .add(new Thing(
                                    true,
                                    talker,
                                    handedOver[talker],
                                    cast.rooms().of(talker)));
                    handedOver[talker] = ledger.sender(talker).handOver() + 1;
                }
                case 1 -> {
                    if (!toServer.get(talker).isEmpty()) {
                        broadcast(toServer.get(talker).remove(), faulty);
                        ledger.sender(talker).sent(false);
                    }
                }
                default -> {
                    Peer peer = peers.get(random.nextInt(peers.size()));
                    move(peer);
                    take(peer);
                    give(peer);
                }
            }
        }
        toServer.forEach(way -> {
            while (!way.isEmpty()) {
                Thing message = way.remove();
                broadcast(message, false);
                ledger.sender(message.talker()).sent(false);
            }
        });
        for (Peer peer : peers) {
            while (!peer.up.isEmpty() || !peer.down.isEmpty()) {
                take(peer);
                give(peer);
            }
        }
        return ledger.close();
    }

    private void move(Peer peer) {
        if (hasSettled(peer) || random.nextInt(60) != 0) {
            return;
        }
        if (cast.isChurner(peer.number) && peer.welcomed) {
            if (cutOffs && random.nextBoolean()) {
                ledger.receiver(peer.number).cutOff();
                peer.cutOff = true;
                missedByCutOff += peer.down.stream().filter(Thing::message).count();
            } else {
                ledger.receiver(peer.number).left();
                peer.cutOff = false;
            }
            peer.down.clear(); // what was on its way is lost with the connection, which nobody is owed
            peer.up.clear();
            peer.connected = false;
            peer.welcomed = false;
            ledger.receiver(peer.number).comesBack(peer.roomAtClient);
            peer.up.add(Thing.hello(peer.roomAtClient));
        } else if (cast.isHopper(peer.number) && peer.hoppingTo < 0) {
            peer.hoppingTo = (peer.roomAtClient + 1 + random.nextInt(2)) % 3;
            ledger.receiver(peer.number).enters(peer.hoppingTo);
            peer.up.add(Thing.hello(peer.hoppingTo));
        }
    }

    /** The server takes a hello. Between messages and answers there is no order: a hopper may hear later what was said before. */
    private void take(Peer peer) {
        if (!peer.up.isEmpty()) {
            Thing hello = peer.up.remove();
            peer.connected = true;
            peer.roomAtServer = hello.room();
            if (cast.isHopper(peer.number) && random.nextBoolean()) {
                peer.down.addFirst(hello);
            } else {
                peer.down.add(hello);
            }
        }
    }

    /** The client takes what comes. */
    private void give(Peer peer) {
        for (int i = 0; i < 5 && !peer.down.isEmpty(); i++) {
            Thing thing = peer.down.remove();
            ReceiverAccount account = ledger.receiver(peer.number);
            if (thing.message()) {
                account.receive(RUN, thing.talker(), thing.sequence(), true);
                peer.since++;
            } else {
                if (peer.hoppingTo >= 0) {
                    account.leaves(peer.roomAtClient, talker -> handedOver[talker]);
                    peer.roomAtClient = peer.hoppingTo;
                    peer.hoppingTo = -1;
                }
                peer.welcomed = true;
                peer.since = 0;
                account.welcomed(peer.roomAtClient, talker -> handedOver[talker]);
            }
        }
    }
}
