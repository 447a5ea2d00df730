package chatlab.server;

import chatlab.process.ExitCode;
import chatlab.process.Program;
import chatlab.process.SettingException;
import chatlab.process.Settings;
import chatlab.protocol.FrameException;
import chatlab.protocol.Names;
import chatlab.server.credentials.PasswordHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Adds, removes and lists the users of a server: {@code ./chatlab user add ada}. */
public final class UserMain {
    private static final int MAX_PASSWORD = 1_024;
    private static final int MOST_SIMULATED = 60_000;

    /** Names that are passwords are no secrets: a server in a container may be another user's. */
    private static final Set<PosixFilePermission> EVERYBODY = PosixFilePermissions.fromString("rw-r--r--");

    private static final String USAGE = """
            The users that may log in to a server with AUTH=users.

              ./chatlab user add NAME       asks for a password, or reads it from standard input, and adds the user
              ./chatlab user password NAME  the same, for a user who is there, whose password is another from then on
              ./chatlab user remove NAME
              ./chatlab user list           all names, one a line
              ./chatlab user simulated 100  adds those that load clients and journeys log in as: c000000 and so on, whose names are
                                            their passwords, hashed 1000 times unless said otherwise; for tests alone

            A server reads the file when it starts. Settings, as environment variables or flags behind the above:
            """;

    private final Path file;
    private final UsersFile users;
    private final int iterations;

    private UserMain(Path file, int iterations) {
        this.file = file;
        users = new UsersFile(file);
        this.iterations = iterations;
    }

    /** The first argument says what to do, the second for whom, and flags follow. */
    public static void main(String[] arguments) {
        Program.run(stop -> run(arguments));
    }

    private static ExitCode run(String... arguments) throws IOException {
        int words = (int)
                Arrays.stream(arguments).takeWhile(a -> !a.startsWith("-")).count();
        Settings settings = Settings.of(System.getenv(), Arrays.copyOfRange(arguments, words, arguments.length));
        String file = settings.text("USERS_FILE", "users.json", "where they are written down");
        String verb = words > 0 ? arguments[0] : "";
        int iterations = settings.integer(
                "PASSWORD_ITERATIONS",
                verb.equals("simulated") ? PasswordHash.LEAST_ITERATIONS : PasswordHash.USUAL_ITERATIONS,
                PasswordHash.LEAST_ITERATIONS,
                PasswordHash.MOST_ITERATIONS,
                "how often a password is hashed: what a login costs, and what guessing one does");
        settings.requireAllKnown();
        if (settings.helpRequested()) {
            System.out.println(USAGE + settings.help());
            return ExitCode.OK;
        }
        UserMain command = new UserMain(Path.of(file), iterations);
        if (verb.equals("list") && words == 1) {
            command.list();
            return ExitCode.OK;
        }
        if (words != 2) {
            throw new SettingException(
                    "'chatlab user' is followed by add NAME, password NAME, remove NAME, list or simulated COUNT; './chatlab user --help' tells more.");
        }
        if (verb.equals("simulated")) {
            command.simulate(arguments[1]);
            return ExitCode.OK;
        }
        String name = name(arguments[1]);
        switch (verb) {
            case "add" -> command.add(name);
            case "password" -> command.replace(name);
            case "remove" -> command.remove(name);
            default ->
                throw new SettingException(
                        "'chatlab user " + verb
                                + "' is no command; add, password, remove, list and simulated are, './chatlab user --help' tells more.");
        }
        return ExitCode.OK;
    }

    private static String name(String wanted) {
        try {
            return Names.requireClientId(wanted);
        } catch (FrameException e) {
            throw new SettingException(Objects.requireNonNull(e.getMessage()));
        }
    }

    private void list() {
        users.read().keySet().forEach(System.out::println);
    }

    private void add(String name) throws IOException {
        requireIsThere(users.readIfThere().containsKey(name), false, name); // before the password is asked for
        PasswordHash hash = PasswordHash.of(password(name), iterations);
        users.change(all -> {
            requireIsThere(all.containsKey(name), false, name);
            all.put(name, hash);
        });
        System.out.println("'" + name + "' may log in now.");
    }

    private void replace(String name) throws IOException {
        requireIsThere(users.read().containsKey(name), true, name);
        PasswordHash hash = PasswordHash.of(password(name), iterations);
        users.change(all -> {
            requireIsThere(all.containsKey(name), true, name);
            all.put(name, hash);
        });
        System.out.println("'" + name + "' has another password now.");
    }

    private void remove(String name) {
        users.change(all -> {
            requireIsThere(all.containsKey(name), true, name);
            all.remove(name);
        });
        System.out.println("'" + name + "' is no user any more.");
    }

    private void simulate(String wanted) throws IOException {
        if (!wanted.matches("[1-9]\\d{0,4}") || Integer.parseInt(wanted) > MOST_SIMULATED) {
            throw new SettingException("'chatlab user simulated' is followed by '" + wanted
                    + "', but it has to be how many, from 1 to " + MOST_SIMULATED + ".");
        }
        Map<String, PasswordHash> simulated = IntStream.range(0, Integer.parseInt(wanted))
                .parallel()
                .mapToObj(number -> String.format(Locale.ROOT, "c%06d", number))
                .collect(Collectors.toConcurrentMap(name -> name, name -> PasswordHash.of(name, iterations)));
        boolean isNew = !Files.exists(file);
        AtomicInteger added = new AtomicInteger();
        users.change(all -> new TreeMap<>(simulated).forEach((name, hash) -> {
            if (all.putIfAbsent(name, hash) == null) {
                added.incrementAndGet();
            }
        }));
        if (isNew) {
            Files.setPosixFilePermissions(file, EVERYBODY);
        }
        System.out.println(added + " of c000000 to " + Collections.max(simulated.keySet())
                + " were added, with their names as passwords; others were there, and are as they were.");
    }

    private void requireIsThere(boolean isThere, boolean wanted, String name) {
        if (isThere != wanted) {
            throw new SettingException(
                    wanted
                            ? "There is no user '" + name + "' in '" + file + "'; 'list' says who there is."
                            : "There is a user '" + name + "' in '" + file
                                    + "' already; 'password' gives it another password.");
        }
    }

    @SuppressWarnings("SystemConsoleNull") // it is null without a terminal, whatever newer platforms promise
    private static String password(String name) throws IOException {
        @Nullable Console console = System.console();
        String password = console != null && console.isTerminal() ? typed(console, name) : fromInput();
        if (password.isEmpty() || password.length() > MAX_PASSWORD) {
            throw new SettingException(
                    "A password has 1 to " + MAX_PASSWORD + " characters, and this one has " + password.length() + ".");
        }
        return password;
    }

    private static String fromInput() throws IOException {
        @Nullable String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line;
    }

    private static String typed(Console console, String name) {
        char[] once = console.readPassword("Password for %s: ", name);
        char[] twice = once == null ? null : console.readPassword("The same again: ");
        if (once == null || twice == null) {
            throw new SettingException("No password was typed.");
        }
        if (!Arrays.equals(once, twice)) {
            throw new SettingException("The two passwords differ.");
        }
        return new String(once);
    }
}
