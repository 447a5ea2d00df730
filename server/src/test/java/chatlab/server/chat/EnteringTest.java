package chatlab.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.broadcast.BroadcastStrategy;
import chatlab.server.chat.FailingRecipientTest.Listener;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who enters a room is told so only when other servers are heard there. */
class EnteringTest {
    private final List<Runnable> waiting = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void nothingIsHandedToItsSocketUntilOthersAreHeard(int count) throws Exception {
        List<TurnLoop> loops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            loops.add(new TurnLoop(i));
        }
        Rooms rooms = new Rooms(
                loops,
                loop -> Broadcasters.of(BroadcastStrategy.LOG, loop),
                RoomOptions.open(2),
                notListeningYet(),
                Shards.NONE);
        List<Listener> entering = new ArrayList<>();
        for (TurnLoop loop : loops) {
            Listener listener = new Listener(false, false);
            entering.add(listener);
            assertThat(rooms.join(List.of("rust"), loop, listener)).hasSize(1);
        }
        assertThat(entering)
                .allSatisfy(listener -> assertThat(listener.withheld).isOne());
        waiting.forEach(Runnable::run);
        assertThat(entering)
                .allSatisfy(listener -> assertThat(listener.withheld).isOne()); // only on its own loop
        loops.forEach(TurnLoop::turn);
        assertThat(entering)
                .allSatisfy(listener -> assertThat(listener.withheld).isZero());
        loops.forEach(rooms::close);
    }

    /** Others whose link to a room keeps whoever waits for it. All else is as if there were none. */
    private Cluster notListeningYet() {
        Cluster.Link link = proxy(
                Cluster.Link.class,
                (method, arguments) -> method.getName().equals("awaitsOthers")
                        ? waiting.add((Runnable) arguments[0])
                        : method.invoke(Cluster.Link.NONE, arguments));
        return proxy(
                Cluster.class,
                (method, arguments) -> method.getName().equals("link") ? link : method.invoke(Cluster.NONE, arguments));
    }

    private interface Answer {
        Object to(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method, arguments)));
    }
}
