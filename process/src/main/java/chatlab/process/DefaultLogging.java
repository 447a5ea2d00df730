package chatlab.process;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Logging before {@link Logging#configure} was called: text, our own lines from INFO on, those of libraries from WARN on.
 * Without it Logback would print every library's DEBUG lines to standard output. Logback finds it through {@code
 * META-INF/services}, before its own last resort and after a {@code logback.xml}, if there is one.
 */
@ConfiguratorRank(ConfiguratorRank.NOMINAL)
public final class DefaultLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logging.configure(context, Logging.Verbosity.INFO, Logging.Format.TEXT);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
