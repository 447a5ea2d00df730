package chatlab.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program with one way to end per argument, for the tests that start it. */
final class Specimen {
    private static final Logger log = LoggerFactory.getLogger(Specimen.class);
    private static final Logger library = LoggerFactory.getLogger("io.library");

    private Specimen() {}

    public static void main(String[] arguments) {
        Program.run(stop -> {
            switch (arguments[0]) {
                case "fine" -> System.out.println("done");
                case "missed" -> {
                    return ExitCode.MISSED;
                }
                case "exception" -> throw new IllegalStateException("on purpose");
                case "error" -> throw new AssertionError("on purpose");
                case "setting" -> throw new SettingException("PORT is '0', but it has to be a port.");
                case "unusable" -> throw new UnusableException("The target does not answer.");
                case "interrupted" -> throw new InterruptedException("on purpose");
                case "until-stopped" -> {
                    stop.onRaise(() -> {
                        throw new IllegalStateException("a listener that fails");
                    });
                    stop.onRaise(() -> System.out.println("told"));
                    System.out.println("ready");
                    stop.await();
                    // Longer than the virtual machine would take to end if nobody held it.
                    new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
                    System.out.println("closed in order");
                }
                case "invalid-when-stopped" -> {
                    System.out.println("ready");
                    stop.await();
                    return ExitCode.INVALID;
                }
                case "fails-when-stopped" -> {
                    System.out.println("ready");
                    stop.await();
                    throw new IllegalStateException("on purpose");
                }
                case "other-hook" -> {
                    stop.onRaise(() -> System.out.println("told, although it ended by itself"));
                    Runtime.getRuntime().addShutdownHook(new Thread(Specimen::lateHook));
                }
                case "logs-by-default" -> logEverything();
                case "logs-json" -> {
                    Logging.configure(Logging.Verbosity.DEBUG, Logging.Format.JSON);
                    logEverything();
                    log.info("two\nlines, a \"quote\", {} and \u0001", "an é\r\nargument");
                    log.error("failed", new IllegalStateException("with\na line end", new RuntimeException("cause")));
                }
                case "logs-errors" -> {
                    Logging.configure(Logging.Verbosity.ERROR, Logging.Format.TEXT);
                    logEverything();
                }
                default -> throw new IllegalArgumentException(arguments[0]);
            }
            return ExitCode.OK;
        });
    }

    private static void lateHook() {
        try {
            new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return;
        }
        System.out.println("the other hook has ended");
    }

    private static void logEverything() {
        for (Logger logger : new Logger[] {log, library}) {
            logger.trace("trace of {}", logger.getName());
            logger.debug("debug of {}", logger.getName());
            logger.info("info of {}", logger.getName());
            logger.warn("warn of {}", logger.getName());
            logger.error("error of {}", logger.getName());
        }
        java.util.logging.Logger.getLogger("jdk").log(Level.FINE, "fine of the JDK");
    }
}
