package chatlab.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/**
 * Sets up logging to standard error from two settings; nothing else configures it. Until that has happened, and in programs
 * that never do it, logging is as {@link DefaultLogging} says.
 */
public final class Logging {
    /** What is worth a line. */
    public enum Verbosity {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** A line for people, or one JSON object per line for machines. */
    public enum Format {
        TEXT,
        JSON
    }

    private Logging() {}

    /** Replaces whatever logging configuration there is. */
    public static void configure(Verbosity verbosity, Format format) {
        configure((LoggerContext) LoggerFactory.getILoggerFactory(), verbosity, format);
    }

    static void configure(LoggerContext context, Verbosity verbosity, Format format) {
        context.reset();
        Encoder<ILoggingEvent> encoder = switch (format) {
            case TEXT -> text(context);
            case JSON -> json(context);
        };
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        // Libraries speak up only when something is wrong; the level asked for is about our own lines.
        root.setLevel(verbosity == Verbosity.ERROR ? Level.ERROR : Level.WARN);
        // The Redis client warns of which transport it takes, and that what was closed is closed.
        context.getLogger("io.lettuce").setLevel(Level.ERROR);
        context.getLogger("chatlab").setLevel(Level.toLevel(verbosity.name()));
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %msg%n");
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        // The sentence as people read it in the other format, not its parts.
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        return encoder;
    }
}
