package chatlab.lab.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the first Ctrl-C (SIGINT) ask for something else than the program's end; from the second one on it ends the program as usual. The platform
 * promises no more than the end, so this goes through {@code sun.misc.Signal}, which every JDK has, by its name: where it is missing the
 * first Ctrl-C ends the program.
 */
final class FirstInterrupt implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FirstInterrupt.class);
    private static final String NAME = "INT";

    private final AtomicReference<@Nullable Runnable> first;
    private final Runnable restore;

    private FirstInterrupt(Runnable first, Runnable restore) {
        this.first = new AtomicReference<>(first);
        this.restore = restore;
    }

    /** Until it is closed, the first interrupt runs {@code first}, on a thread of its own. */
    static FirstInterrupt runs(Runnable first) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            Object signal = signalClass.getConstructor(String.class).newInstance(NAME);
            Method handle = signalClass.getMethod("handle", signalClass, handlerClass);
            Method usual = handlerClass.getMethod("handle", signalClass);
            AtomicReference<@Nullable Object> before = new AtomicReference<>();
            FirstInterrupt interrupt = new FirstInterrupt(first, () -> invoke(handle, null, signal, before.get()));
            InvocationHandler onSignal = (proxy, method, arguments) -> {
                if (method.getName().equals("handle") && !interrupt.ran()) {
                    invoke(usual, before.get(), signal);
                }
                return null;
            };
            before.set(handle.invoke(
                    null,
                    signal,
                    Proxy.newProxyInstance(handlerClass.getClassLoader(), new Class<?>[] {handlerClass}, onSignal)));
            return interrupt;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            log.debug("The first interrupt ends the program: {}.", e.toString());
            return new FirstInterrupt(first, () -> {});
        }
    }

    /** Whether it was the first, whose action has been run then. */
    private boolean ran() {
        @Nullable Runnable action = first.getAndSet(null);
        if (action == null) {
            return false;
        }
        action.run();
        return true;
    }

    private static void invoke(Method method, @Nullable Object of, @Nullable Object... arguments) {
        try {
            method.invoke(of, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        restore.run();
    }
}
