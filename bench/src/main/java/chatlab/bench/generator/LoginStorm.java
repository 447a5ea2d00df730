package chatlab.bench.generator;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Confinement;
import chatlab.bench.machine.Cores;
import chatlab.bench.machine.Folders;
import chatlab.bench.machine.Limits;
import chatlab.bench.measure.Attempts;
import chatlab.bench.measure.AttemptsRun;
import chatlab.bench.measure.ChatlabProgram;
import chatlab.bench.measure.ChatlabServer;
import chatlab.bench.measure.RunFailedException;
import chatlab.bench.measure.ServerProgram.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a chat whose members have logged in feels of a storm of other logins, on a server with little CPU. The members' own
 * passwords are cheap to check, as they are not the question; the storm's costs what a password should.
 */
public final class LoginStorm {
    /**
     * What is asked of it.
     *
     * @param members of the chat
     * @param messagesPerS that some of them say
     * @param loginsPerS of the storm
     * @param cpus the server's limit, in cores
     */
    public record Shape(int members, int messagesPerS, int loginsPerS, double cpus, int warmUpS, int windowS) {}

    /**
     * What became of it.
     *
     * @param p99Ms the chat's, in the window
     * @param granted logins a second that got their token
     * @param busy logins a second that were told to come back
     * @param unanswered logins that were told nothing
     * @param wrong why the load clients don't stand by their figures, or their ledger isn't exact; empty if all is well
     */
    public record Outcome(double p99Ms, double granted, double busy, long unanswered, List<String> wrong) {
        public Outcome {
            wrong = List.copyOf(wrong);
        }
    }

    private static final int TALKERS = 10;
    private static final int LOGINS_PER_S_OF_MEMBERS = 50;
    private static final int DRAIN_S = 2;
    private static final double LEAST_SHARE = 0.95;

    /** Those that wait, and the one that is looked at, when all is over. */
    private static final int MOST_WAITING = 33;

    private static final int CHEAP_ITERATIONS = 1_000;

    /** As {@code ./chatlab user add} takes. */
    private static final int USUAL_ITERATIONS = 210_000;

    private static final int KEY_BITS = 512;
    private static final long LOOK_MILLIS = 100;
    private static final int MOST_BESIDE_S = 120;
    private static final double MS_PER_NS = 1e-6;

    private final ChatlabProgram program;
    private final LoadClients clients;
    private final Path attempts;
    private final Cores cores;
    private final Children children;

    /** @param attempts the program in C that asks */
    public LoginStorm(ChatlabProgram program, LoadClients clients, Path attempts, Cores cores, Children children) {
        this.program = program;
        this.clients = clients;
        this.attempts = attempts;
        this.cores = cores;
        this.children = children;
    }

    /**
     * Lets the members chat, on a server of their own.
     *
     * @param stormy whether others want to log in meanwhile
     */
    public Outcome run(Shape shape, boolean stormy) throws RunFailedException, IOException, InterruptedException {
        Path folder = Files.createTempDirectory("chatlab-bench");
        try (Confinement groups = Confinement.of(new Limits(shape.cpus, 0));
                ChatlabServer server = program.start(
                        settings(folder, shape.members),
                        children,
                        command -> groups.around(cores.onServerCore(command)));
                LoadClients.Running chat = clients.start(
                        chat(server.port(), shape),
                        builder -> children.start(builder.command(cores.onClientCore(builder.command()))))) {
            awaitAll(server, chat.process(), shape);
            @Nullable AttemptsRun storm = stormy ? storm(server, folder, shape) : null;
            if (!chat.process().waitFor(mostLoginS(shape) + shape.warmUpS + shape.windowS, TimeUnit.SECONDS)) {
                throw new RunFailedException("the load clients did not come to their end");
            }
            return outcome(chat.summary(), storm, shape);
        } finally {
            Folders.delete(folder);
        }
    }

    /** The members have to be in before others make the queue of logins long. */
    private void awaitAll(ChatlabServer server, Process chat, Shape shape)
            throws RunFailedException, IOException, InterruptedException {
        long startNs = System.nanoTime();
        while (server.logins() < shape.members) {
            if (chat.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return; // its summary, or what it said last, tells why
            }
            if (System.nanoTime() - startNs > TimeUnit.SECONDS.toNanos(mostLoginS(shape))) {
                throw new RunFailedException("the members did not log in");
            }
        }
    }

    /** Three times what their logins should take, each being some 3 ms of a third of the limit. */
    private static long mostLoginS(Shape shape) {
        return MOST_BESIDE_S + Math.round(0.03 * shape.members / (shape.cpus > 0 ? shape.cpus : 1));
    }

    /** From now to the end of the members' window. */
    private AttemptsRun storm(ChatlabServer server, Path folder, Shape shape)
            throws RunFailedException, IOException, InterruptedException {
        String body = "{\"clientId\":\"storm\",\"password\":\"storm\"}";
        Path request = Files.writeString(
                folder.resolve("login"),
                "POST /api/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);
        return new Attempts(attempts, cores, children)
                .ask(server, request, shape.loginsPerS, shape.warmUpS + shape.windowS + DRAIN_S);
    }

    private static Outcome outcome(JsonNode summary, @Nullable AttemptsRun storm, Shape shape) {
        List<String> wrong =
                Crowd.wrong("the chat", summary, (long) shape.messagesPerS * (shape.warmUpS + shape.windowS));
        if (storm != null) {
            wrong.addAll(wrong(storm, shape));
        }
        double seconds = shape.warmUpS + shape.windowS + DRAIN_S;
        return new Outcome(
                summary.at("/latencyNs/p99").asDouble(Double.POSITIVE_INFINITY) * MS_PER_NS,
                storm == null ? 0 : storm.served() / seconds,
                storm == null ? 0 : storm.answered() / seconds,
                storm == null ? 0 : storm.silent(),
                wrong);
    }

    /** A storm that was none, or was answered by something else, proves nothing. */
    static List<String> wrong(AttemptsRun storm, Shape shape) {
        List<String> wrong = new ArrayList<>();
        if (storm.late() > 0 || storm.attemptsPerS() < LEAST_SHARE * shape.loginsPerS) {
            wrong.add(String.format(
                    Locale.ROOT, "Only %.0f of %d logins a second were sent.", storm.attemptsPerS(), shape.loginsPerS));
        }
        if (storm.silent() > MOST_WAITING) {
            wrong.add(storm.silent() + " logins were answered by nothing, or by neither 200 nor 503.");
        }
        return wrong;
    }

    private static Map<String, String> chat(int port, Shape shape) {
        return Map.of(
                "TARGET",
                "tcp://127.0.0.1:" + port,
                "DIALECT",
                "users",
                "CLIENTS",
                String.valueOf(shape.members),
                "TALKERS",
                String.valueOf(Math.min(TALKERS, shape.members)),
                "RATE",
                String.valueOf(shape.messagesPerS),
                "CONNECT_RATE",
                String.valueOf(LOGINS_PER_S_OF_MEMBERS),
                "WARMUP",
                shape.warmUpS + "s",
                "DURATION",
                shape.windowS + "s",
                "DRAIN",
                DRAIN_S + "s");
    }

    private static Settings settings(Path folder, int members) throws IOException {
        Path users = Files.writeString(
                folder.resolve("users.json"),
                Stream.concat(
                                IntStream.range(0, members)
                                        .mapToObj(i -> user(String.format("c%06d", i), CHEAP_ITERATIONS)),
                                Stream.of(user("storm", USUAL_ITERATIONS)))
                        .collect(Collectors.joining(",\n", "[\n", "\n]\n")));
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        Path secretFile = Files.writeString(
                folder.resolve("jwt.secret"), Base64.getEncoder().encodeToString(secret));
        return new Settings(
                Map.of("AUTH", "users", "USERS_FILE", users.toString(), "JWT_SECRET_FILE", secretFile.toString()),
                List.of(),
                0,
                Integer.MAX_VALUE);
    }

    /** One whose name is the password, as {@code ./chatlab user add} would write it. */
    private static String user(String name, int iterations) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(name.toCharArray(), salt, iterations, KEY_BITS))
                    .getEncoded();
            Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
            return "{\"name\":\"" + name + "\",\"password\":\"$pbkdf2-sha512$i=" + iterations + '$'
                    + base64.encodeToString(salt) + '$' + base64.encodeToString(key) + "\"}";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform we run on has it.", e);
        }
    }
}
