package chatlab.clients.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.behaviour.Parts;
import chatlab.clients.behaviour.Rooms;
import chatlab.protocol.MessageHash;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final int RUN = 7;

    private static Ledger ledger(Cast cast, int messagesPerTalker, long budget) {
        Ledger ledger = new Ledger(cast, RUN, 2, budget);
        for (SentAccount sender : ledger.senders()) {
            for (int i = 0; i < messagesPerTalker; i++) {
                sender.scheduled(true);
                sender.handOver();
                sender.sent(true);
            }
        }
        return ledger;
    }

    /** Two million deliveries with faults drawn at random: every one is found, none is invented. */
    @Test
    void randomFaultsAreCountedExactly() {
        Cast cast = new Cast(20, 1, 10, 0);
        int messages = 10_000;
        Ledger ledger = ledger(cast, messages, Ledger.DEFAULT_BUDGET);
        Random random = new Random(5);
        long dropped = 0;
        long duplicated = 0;
        long swapped = 0;
        for (int receiver = 0; receiver < 20; receiver++) {
            for (int sender = 0; sender < 10; sender++) {
                List<Integer> stream = new ArrayList<>();
                for (int sequence = 0; sequence < messages; sequence++) {
                    stream.add(sequence);
                }
                for (int at = 0; at < messages - 1; at += 2) {
                    if (random.nextInt(100) == 0) {
                        Collections.swap(stream, at, at + 1);
                        swapped++;
                    }
                }
                for (int sequence : stream) {
                    int fate = random.nextInt(1000);
                    // A dropped one of a swapped pair would undo the swap; drop from the pairs' plain neighbours only.
                    boolean plain = stream.get(sequence) == sequence;
                    if (fate == 0 && plain && sequence % 2 == 0) {
                        dropped++;
                        continue;
                    }
                    ledger.receiver(receiver).receive(RUN, sender, sequence, true);
                    if (fate == 1) {
                        duplicated++;
                        ledger.receiver(receiver).receive(RUN, sender, sequence, true);
                    }
                }
            }
        }
        LedgerReport report = ledger.close();
        assertThat(dropped).isPositive();
        assertThat(duplicated).isPositive();
        assertThat(report.lost()).isEqualTo(dropped);
        assertThat(report.duplicated()).isEqualTo(duplicated);
        assertThat(report.reordered()).isEqualTo(swapped);
        assertThat(report.foreign()).isZero();
        assertThat(report.exact()).isFalse();
    }

    @Test
    void oneDuplicateAndOneLossDoNotCancelOutEvenOutsideTheSample() {
        Ledger ledger = ledger(new Cast(4, 1, 1, 0), 3, 1);
        for (int receiver = 0; receiver < 4; receiver++) {
            ledger.receiver(receiver).receive(RUN, 0, 0, true);
            ledger.receiver(receiver).receive(RUN, 0, receiver == 0 ? 0 : 1, true);
            ledger.receiver(receiver).receive(RUN, 0, 2, true);
        }
        LedgerReport report = ledger.close();
        assertThat(report.classified()).isEqualTo("a sample of 1 of 4 receivers");
        assertThat(report.exact()).isFalse();
        assertThat(report.lost()).isEqualTo(1);
        assertThat(report.duplicated()).isEqualTo(1);
    }

    @Test
    void theSampleIsSpreadOverRoomsAndKeepsToItsBudget() {
        Cast cast = new Cast(100_000, 100, 1_000, 0);
        BitSet sample = Sample.draw(cast, 40_000);
        int[] byRoom = new int[100];
        sample.stream().forEach(client -> byRoom[cast.rooms().of(client)]++);
        assertThat(byRoom).containsOnly(40);
        assertThat(Sample.draw(cast, 1_000).stream()
                        .map(cast.rooms()::of)
                        .distinct()
                        .count())
                .isEqualTo(100);
        assertThat(Sample.draw(cast, 999).stream()
                        .map(client -> cast.talkersIn(cast.rooms().of(client)))
                        .sum())
                .isEqualTo(990);
        assertThat(Sample.draw(new Cast(10, 3, 5, 0), 0).cardinality()).isEqualTo(1);
        assertThat(Sample.draw(cast, 1_000_000).cardinality()).isEqualTo(100_000);
    }

    /** What was accepted of a talker whose end came without a bye is known from everybody that received of it. */
    @Test
    void aTalkerCutOffInARoomThatNobodyIsClassifiedInMakesNoDuplicates() {
        Ledger ledger = ledger(new Cast(6, 2, 2, 0), 3, 1);
        assertThat(ledger.receiver(3).windows()).isNull();
        for (int receiver = 0; receiver < 6; receiver++) {
            for (int sequence = 0; sequence < (receiver % 2 == 0 ? 3 : 2); sequence++) {
                ledger.receiver(receiver).receive(RUN, receiver % 2, sequence, true);
            }
        }
        ledger.sender(1).ended();
        LedgerReport report = ledger.close();
        assertThat(report.classified()).isEqualTo("a sample of 1 of 6 receivers");
        assertThat(report.expected()).isEqualTo(15);
        assertThat(report.duplicated()).isZero();
        assertThat(report.exact()).isTrue();
    }

    @Test
    void aMessageFarBehindFillsAHoleOnlyOnce() {
        Ledger ledger = ledger(new Cast(1, 1, 1, 0), 300, Ledger.DEFAULT_BUDGET);
        for (int sequence = 1; sequence < 300; sequence++) {
            ledger.receiver(0).receive(RUN, 0, sequence, true);
        }
        assertThat(ledger.receiver(0).receive(RUN, 0, 0, true)).isTrue();
        assertThat(ledger.receiver(0).receive(RUN, 0, 0, true)).isFalse();
        LedgerReport report = ledger.close();
        assertThat(report.reordered()).isEqualTo(1);
        assertThat(report.duplicated()).isEqualTo(1);
        assertThat(report.lost()).isZero();
        assertThat(report.examples()).noneMatch(example -> example.contains("never"));
    }

    @Test
    void stampsOfAnotherRoomAreForeign() {
        Ledger ledger = ledger(new Cast(4, 2, 2, 0), 1, Ledger.DEFAULT_BUDGET);
        for (int receiver = 0; receiver < 4; receiver++) {
            ledger.receiver(receiver).receive(RUN, receiver % 2, 0, true);
        }
        assertThat(ledger.receiver(0).receive(RUN, 1, 0, true)).isFalse();
        LedgerReport report = ledger.close();
        assertThat(report.foreign()).isEqualTo(1);
        assertThat(report.received()).isEqualTo(report.expected()).isEqualTo(4);
        assertThat(report.exact()).isFalse();
    }

    /** The sender's place in its own room is beyond what the smaller one has. */
    @Test
    void stampsOfALargerRoomAreForeign() {
        Cast cast = new Cast(Rooms.zipf(20, 4, 1), new Parts(20, 0), true);
        int sender = cast.rooms().member(0, cast.rooms().members(0) - 1);
        int receiver = cast.rooms().member(3, 0);
        Ledger ledger = new Ledger(cast, RUN, 1, Ledger.DEFAULT_BUDGET);
        assertThat(ledger.receiver(receiver).receive(RUN, sender, 0, true)).isFalse();
        assertThat(ledger.close().foreign()).isEqualTo(1);
    }

    @Test
    void stampsOfAnotherRunAreToldAndNoFault() {
        Ledger ledger = ledger(new Cast(1, 1, 1, 0), 1, Ledger.DEFAULT_BUDGET);
        ledger.receiver(0).receive(RUN, 0, 0, true);
        assertThat(ledger.receiver(0).receive(RUN + 1, 0, 0, true)).isFalse();
        assertThat(ledger.receiver(0).receive(RUN + 1, 9, 0, false)).isFalse();
        LedgerReport report = ledger.close();
        assertThat(report.exact()).isTrue();
        assertThat(report.ofOtherRuns()).isEqualTo(2);
        assertThat(report.shared().heard())
                .containsExactly(
                        new SharedRooms.Heard(RUN + 1, "global", 2, MessageHash.of(0, 0) + MessageHash.of(9, 0), 1));
        assertThat(report.received()).isEqualTo(report.expected()).isEqualTo(1);
        assertThat(report.foreign() + report.damaged()).isZero();
    }

    @Test
    void aGapThatTellsTooMuchIsRemarkedOn() {
        Ledger ledger = ledger(new Cast(1, 1, 1, 0), 2, Ledger.DEFAULT_BUDGET);
        ledger.receiver(0).receive(RUN, 0, 1, true);
        ledger.receiver(0).gap(5);
        LedgerReport report = ledger.close();
        assertThat(report.lost()).isZero();
        assertThat(report.examples()).containsExactly("c000000 was told that it missed 5 messages, but 1 were missing");
    }

    /** Three talkers and two listeners; nobody receives what it says itself. */
    private static Ledger withoutEcho(int messages, long budget) {
        Ledger ledger = ledger(new Cast(5, 1, 3, 0).hearingThemselves(false), messages, budget);
        for (int receiver = 0; receiver < 5; receiver++) {
            for (int sender = 0; sender < 3; sender++) {
                for (int sequence = 0; sequence < messages && sender != receiver; sequence++) {
                    if (receiver != 1 || sender != 2 || sequence != 4) { // which each test decides on
                        ledger.receiver(receiver).receive(RUN, sender, sequence, true);
                    }
                }
            }
        }
        return ledger;
    }

    @Test
    void talkerIsNotOwedWhatItSaysItselfWhereServersDoNotEcho() {
        Ledger ledger = withoutEcho(10, Ledger.DEFAULT_BUDGET);
        ledger.receiver(1).receive(RUN, 2, 4, true);
        LedgerReport report = ledger.close();
        assertThat(report.expected()).isEqualTo(3 * 20 + 2 * 30).isEqualTo(report.received());
        assertThat(report.lost() + report.duplicated() + report.foreign()).isZero();
        assertThat(report.reordered()).isEqualTo(1); // it came after those behind it
    }

    @Test
    void whatATalkerMissesOfOthersIsLostAndNamedWhereServersDoNotEcho() {
        LedgerReport report = withoutEcho(10, Ledger.DEFAULT_BUDGET).close();
        assertThat(report.lost()).isEqualTo(1);
        assertThat(report.examples()).containsExactly("message 4 of c000002 was never received by c000001");
    }

    @Test
    void whatATalkerMissesIsLostOutsideTheSampleTooWhereServersDoNotEcho() {
        Ledger ledger = withoutEcho(10, 1);
        assertThat(ledger.receiver(1).windows()).isNull();
        LedgerReport report = ledger.close();
        assertThat(report.lost()).isEqualTo(1);
        assertThat(report.duplicated() + report.foreign()).isZero();
    }

    @Test
    void whatATalkerReceivesTwiceIsDuplicatedWhereServersDoNotEcho() {
        Ledger ledger = withoutEcho(10, Ledger.DEFAULT_BUDGET);
        ledger.receiver(1).receive(RUN, 0, 9, true);
        LedgerReport report = ledger.close();
        assertThat(report.duplicated()).isEqualTo(1);
        assertThat(report.lost()).isEqualTo(1);
    }

    /** Its own messages are no part of what it missed by that. */
    @Test
    void talkerThatIsCutOffMissesWhatOthersSaidWhereServersDoNotEcho() {
        Ledger ledger = ledger(new Cast(2, 1, 2, 0).hearingThemselves(false), 10, Ledger.DEFAULT_BUDGET);
        for (int sequence = 0; sequence < 10; sequence++) {
            ledger.receiver(0).receive(RUN, 1, sequence, true);
            if (sequence < 6) {
                ledger.receiver(1).receive(RUN, 0, sequence, true);
            }
        }
        ledger.receiver(1).cutOff();
        LedgerReport report = ledger.close();
        assertThat(report.cutOffMissed()).isEqualTo(4);
        assertThat(report.lost() + report.foreign()).isZero();
    }

    @Test
    void ownMessageThatComesAllTheSameIsForeignWhereServersDoNotEcho() {
        Ledger ledger = withoutEcho(10, Ledger.DEFAULT_BUDGET);
        assertThat(ledger.receiver(2).receive(RUN, 2, 0, true)).isFalse();
        assertThat(ledger.close().foreign()).isEqualTo(1);
    }
}
