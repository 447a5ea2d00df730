package chatlab.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.chat.Cluster.Counterpart;
import chatlab.server.chat.Loop;
import chatlab.server.chat.Origin;
import chatlab.server.cluster.Rolls.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one server tells of who is in a room, as another one understands it. */
class RollsTest {
    private static final long SELF = 7;

    private final Told told = new Told();
    private final ByteBudget budget = new ByteBudget(1 << 20);
    private final Rolls rolls = new Rolls(() -> told, budget);
    private final Roll roll = new Roll(SELF, 0);

    /** What a room hears of it. */
    private static final class Told implements Counterpart {
        final List<String> changes = new ArrayList<>();
        int count;

        @Override
        public String name() {
            return "rust";
        }

        @Override
        public Loop owner() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void heard(byte[] bytes, int offset, int length, Origin origin) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void missed(long messages) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void connected(boolean isConnected) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<String> namesHere() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void enteredElsewhere(String clientId) {
            changes.add("+" + clientId);
        }

        @Override
        public void leftElsewhere(String clientId) {
            changes.add("-" + clientId);
        }

        @Override
        public void countedElsewhere(int names) {
            count = names;
        }
    }

    private Reading take(List<byte[]> letters) {
        return letters.stream()
                .map(letter -> rolls.take(Envelope.read(letter).orElseThrow()))
                .reduce(Reading.FINE, (all, next) -> next == Reading.FINE ? all : next);
    }

    private static List<byte[]> changes(Roll roll, String... changes) {
        for (String change : changes) {
            if (change.startsWith("+")) {
                roll.entered(change.substring(1));
            } else {
                roll.left(change.substring(1));
            }
        }
        return roll.takeChanges();
    }

    private static Set<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "user-" + i).collect(Collectors.toSet());
    }

    @Test
    void whoEntersAndLeavesIsTold() {
        assertThat(take(changes(roll, "+ada", "+bob"))).isEqualTo(Reading.FINE);
        assertThat(take(changes(roll, "-ada"))).isEqualTo(Reading.FINE);
        assertThat(told.changes).containsExactly("+ada", "+bob", "-ada");
        assertThat(rolls.names()).containsExactly("bob");
        assertThat(told.count).isEqualTo(1);
    }

    @Test
    void whoIsOnTwoServersComesOnceAndLeavesWithTheLast() {
        Roll other = new Roll(8, 0);
        take(changes(roll, "+ada"));
        take(changes(other, "+ada"));
        take(changes(roll, "-ada"));
        assertThat(told.changes).containsExactly("+ada");
        take(changes(other, "-ada"));
        assertThat(told.changes).containsExactly("+ada", "-ada");
        assertThat(told.count).isZero();
    }

    @Test
    void whoWasThereBeforeIsKnownButHasNotCome() {
        List<byte[]> _ = changes(roll, "+ada"); // before anybody listened
        take(roll.all(Set.of("ada")));
        take(changes(roll, "+bob"));
        assertThat(rolls.names()).containsExactlyInAnyOrder("ada", "bob");
        assertThat(told.changes).containsExactly("+bob");
    }

    @Test
    void whoComesWithAServerThatIsNewHasCome() {
        rolls.answered(rolls.asked()); // and nobody was there
        List<byte[]> _ = changes(roll, "+ada"); // before there was a connection
        take(roll.all(Set.of("ada")));
        assertThat(told.changes).containsExactly("+ada");
    }

    @Test
    void whatChangedInAHoleIsMadeUpForByAllNames() {
        take(changes(roll, "+ada", "+bob"));
        List<byte[]> _ = changes(roll, "-ada", "+eve"); // is lost
        assertThat(take(changes(roll, "+kim"))).isEqualTo(Reading.HOLE);
        assertThat(take(changes(roll, "+lee"))).isEqualTo(Reading.HOLE);
        assertThat(rolls.hasHoles()).isTrue();
        assertThat(rolls.names()).containsExactlyInAnyOrder("ada", "bob");
        take(roll.all(Set.of("bob", "eve", "kim", "lee")));
        assertThat(rolls.hasHoles()).isFalse();
        assertThat(rolls.names()).containsExactlyInAnyOrder("bob", "eve", "kim", "lee");
        assertThat(told.changes)
                .startsWith("+ada", "+bob")
                .endsWith("-ada")
                .containsExactlyInAnyOrder("+ada", "+bob", "+eve", "+kim", "+lee", "-ada");
    }

    @Test
    void aServerOfWhichNothingIsKnownHasToTellAll() {
        List<byte[]> _ = changes(roll, "+ada");
        assertThat(take(changes(roll, "+bob"))).isEqualTo(Reading.HOLE);
        assertThat(rolls.hasHoles()).isTrue();
        take(roll.all(Set.of("ada", "bob")));
        assertThat(rolls.hasHoles()).isFalse();
        assertThat(rolls.names()).containsExactlyInAnyOrder("ada", "bob");
    }

    /** As one whose last member there has left while nothing was heard. */
    @Test
    void whoIsAskedAndTellsNothingHasNobodyThereAnyMore() {
        Roll other = new Roll(8, 0);
        take(changes(roll, "+ada"));
        take(changes(other, "+bob"));
        int first = rolls.asked();
        take(other.all(Set.of("bob")));
        int second = rolls.asked();
        rolls.answered(first);
        assertThat(told.changes).containsExactly("+ada", "+bob", "-ada");
        take(other.all(Set.of("bob")));
        rolls.answered(second);
        assertThat(rolls.names()).containsExactly("bob");
        assertThat(told.count).isEqualTo(1);
    }

    @Test
    void whoIsHeardInOrderMeanwhileIsThere() {
        take(changes(roll, "+ada"));
        int first = rolls.asked();
        take(changes(roll, "+bob"));
        rolls.answered(first);
        assertThat(rolls.names()).containsExactlyInAnyOrder("ada", "bob");
    }

    /** The room was deserted here, and has members again. */
    @Test
    void anAnswerThatWasAwaitedBeforeSaysNothingAboutTheRoomNow() {
        int before = rolls.asked();
        rolls.clear();
        List<byte[]> _ = changes(roll, "+ada");
        assertThat(take(changes(roll, "+bob"))).isEqualTo(Reading.HOLE);
        rolls.answered(before);
        assertThat(rolls.hasHoles()).isTrue();
        take(roll.all(Set.of("ada", "bob")));
        assertThat(told.changes).isEmpty(); // they were there before
        assertThat(rolls.names()).containsExactlyInAnyOrder("ada", "bob");
    }

    @Test
    void whoseAnswerWasNotTakenIsAskedAgainFirst() {
        take(changes(roll, "+ada"));
        int first = rolls.asked();
        rolls.skipped(SELF);
        assertThat(rolls.hasHoles()).isTrue();
        rolls.answered(first);
        assertThat(rolls.names()).containsExactly("ada");
        rolls.answered(rolls.asked());
        assertThat(rolls.names()).isEmpty();
    }

    @Test
    void manyNamesTakeSeveralEnvelopesOfWhichNoneMayBeMissing() {
        Set<String> names = names(20_000);
        List<byte[]> all = roll.all(names);
        assertThat(all).hasSizeGreaterThan(3);
        assertThat(new Rolls(() -> told, new ByteBudget(1 << 24)).names()).isEmpty();
        Rolls wide = new Rolls(() -> told, new ByteBudget(1 << 24));
        all.forEach(letter -> wide.take(Envelope.read(letter).orElseThrow()));
        assertThat(wide.names()).isEqualTo(names);
        assertThat(wide.take(Envelope.read(all.get(2)).orElseThrow())).isEqualTo(Reading.FINE); // once more
        assertThat(wide.names()).isEqualTo(names);
        List<byte[]> again = new ArrayList<>(roll.all(names));
        again.remove(1);
        assertThat(again.stream().map(letter -> wide.take(Envelope.read(letter).orElseThrow())))
                .contains(Reading.HOLE);
        roll.all(names).forEach(letter -> wide.take(Envelope.read(letter).orElseThrow()));
        assertThat(wide.names()).isEqualTo(names);
    }

    @Test
    void namesForWhichThereIsNoPlaceAreCounted() {
        Rolls narrow = new Rolls(() -> told, new ByteBudget(1000));
        changes(roll, names(10).stream().map(name -> "+" + name).toArray(String[]::new))
                .forEach(letter -> narrow.take(Envelope.read(letter).orElseThrow()));
        assertThat(narrow.names().size() + narrow.unnamed()).isEqualTo(10);
        assertThat(narrow.unnamed()).isPositive();
        assertThat(told.count).isEqualTo(10);
        changes(roll, names(10).stream().map(name -> "-" + name).toArray(String[]::new))
                .forEach(letter -> narrow.take(Envelope.read(letter).orElseThrow()));
        assertThat(narrow.names()).isEmpty();
        assertThat(told.count).isZero();
    }

    @Test
    void whatNamesHaveTakenIsGivenBack() {
        take(changes(roll, "+ada", "+bob"));
        take(changes(roll, "-ada"));
        rolls.clear();
        assertThat(budget.takes(1 << 20)).isTrue();
        assertThat(told.changes).containsExactly("+ada", "+bob", "-ada");
        assertThat(told.count).isZero();
    }

    @Test
    void aServerThatIsGoneTakesItsMembersAlongAndBringsThemBack() {
        rolls.answered(rolls.asked());
        take(changes(roll, "+ada", "+bob"));
        rolls.forget(SELF);
        assertThat(told.changes).startsWith("+ada", "+bob").containsExactlyInAnyOrder("+ada", "+bob", "-ada", "-bob");
        assertThat(take(changes(roll, "+eve"))).isEqualTo(Reading.HOLE);
        take(roll.all(Set.of("ada", "eve")));
        assertThat(told.changes.subList(4, 6)).containsExactlyInAnyOrder("+ada", "+eve");
        assertThat(rolls.names()).containsExactlyInAnyOrder("ada", "eve");
    }

    @Test
    void aRoomThatHasComeIntoBeingAnewHasNobodyOfTheOneBefore() {
        take(changes(roll, "+ada"));
        take(changes(new Roll(SELF, 1), "+bob"));
        assertThat(told.changes).containsExactly("+ada", "-ada", "+bob");
        take(changes(roll, "-ada")); // late
        assertThat(rolls.names()).containsExactly("bob");
    }

    @Test
    void whatIsNoChangeIsMalformed() {
        byte[] letter = Envelope.of(Envelope.Kind.ROLL, SELF, 0, 0, List.of(new byte[] {'?', 'a'}));
        assertThat(take(List.of(letter))).isEqualTo(Reading.MALFORMED);
        byte[] empty = Envelope.of(Envelope.Kind.ROLL, SELF, 0, 1, List.of(new byte[0]));
        assertThat(take(List.of(empty))).isEqualTo(Reading.MALFORMED);
    }
}
