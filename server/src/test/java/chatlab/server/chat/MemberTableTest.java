package chatlab.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.broadcast.BroadcastStrategy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberTableTest {
    private final TurnLoop loop = new TurnLoop(0);
    private final Rooms rooms =
            new Rooms(List.of(loop), each -> Broadcasters.of(BroadcastStrategy.LOG, each), RoomOptions.open(2));

    /** Against a plain list, with few names and many, and with those whose hashes are the same. */
    @ParameterizedTest
    @CsvSource({"1, 40", "3, 40", "500, 1000", "64, 200"})
    void itAnswersAsAListWould(int names, int most) {
        Random random = new Random(names);
        MemberTable table = new MemberTable();
        List<Member> there = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (there.size() < most && random.nextBoolean()) {
                Member member = named(name(random.nextInt(names)));
                table.add(member);
                there.add(member);
            } else if (!there.isEmpty()) {
                Member member = there.remove(random.nextInt(there.size()));
                assertThat(table.remove(member)).isTrue();
                assertThat(table.remove(member)).isFalse();
            }
            String name = name(random.nextInt(names));
            Set<Member> expected = new HashSet<>(there);
            expected.removeIf(member -> !name.equals(member.clientId()));
            List<Member> found = new ArrayList<>();
            table.forEach(name, found::add);
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(table.contains(name)).isEqualTo(!expected.isEmpty());
        }
        List<Member> all = new ArrayList<>();
        table.forEach(all::add);
        assertThat(all).containsExactlyInAnyOrderElementsOf(there);
    }

    /** Every second pair differs by "Aa" and "BB" alone, whose hashes are the same. */
    private static String name(int number) {
        return (number % 2 == 0 ? "Aa" : "BB") + number / 2;
    }

    private Member named(String name) {
        Member member = FailingRecipientTest.sender(rooms, loop);
        byte[] hello = ("{\"type\":\"hello\",\"clientId\":\"" + name + "\"}").getBytes(StandardCharsets.US_ASCII);
        member.receive(hello, 0, hello.length);
        assertThat(member.clientId()).isEqualTo(name);
        return member;
    }
}
