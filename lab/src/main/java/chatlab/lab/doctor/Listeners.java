package chatlab.lab.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which process listens on a TCP port, as far as the kernel tells this user: of other users' processes it does not. */
record Listeners(MachineFiles files) {
    private static final String LISTENING = "0A";

    /** Its name and id, such as {@code java (pid 4711)}. */
    Optional<String> on(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : new String[] {"proc/net/tcp", "proc/net/tcp6"}) {
            files.text(table).stream()
                    .flatMap(String::lines)
                    .forEach(line -> inode(line, port).ifPresent(inode -> sockets.add("socket:[" + inode + "]")));
        }
        return sockets.isEmpty() ? Optional.empty() : holder(sockets);
    }

    /** The number of a listening socket on this port, from a line such as {@code 0: 0100007F:1F90 00000000:0000 0A … 4242}. */
    private static Optional<String> inode(String line, int port) {
        String[] fields = line.strip().split("\\s+", -1);
        return fields.length > 9
                        && fields[1].endsWith(String.format(Locale.ROOT, ":%04X", port))
                        && fields[3].equals(LISTENING)
                ? Optional.of(fields[9])
                : Optional.empty();
    }

    private Optional<String> holder(Set<String> sockets) {
        try (var processes = Files.newDirectoryStream(files.path("proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    String folder = "proc/" + process.getFileName();
                    String name =
                            files.text(folder + "/comm").map(String::strip).orElse("a process");
                    return Optional.of(name + " (pid " + process.getFileName() + ")");
                }
            }
        } catch (IOException e) {
            // no /proc: not known
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (var descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException e) {
            // somebody else's process, or it has ended
        }
        return false;
    }
}
