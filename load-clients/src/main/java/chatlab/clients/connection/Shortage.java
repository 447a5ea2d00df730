package chatlab.clients.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What this process or its machine can run out of when it connects, by its error number on Linux (errno(3)). */
enum Shortage {
    OPEN_FILES_OF_THE_PROCESS(24, "Too many open files") {
        @Override
        String sentence() {
            return "this process has no file descriptors left, of which every client needs one: its limit is "
                    + (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                            ? String.format(Locale.ROOT, "%,d", system.getMaxFileDescriptorCount())
                            : "not known")
                    + " (raise it with ulimit -n, in a container with --ulimit nofile, or simulate fewer CLIENTS)";
        }
    },
    OPEN_FILES_OF_THE_MACHINE(23, "Too many open files in system") {
        @Override
        String sentence() {
            return "the machine has no file descriptors left: its limit is " + read("/proc/sys/fs/file-max")
                    + " (raise the sysctl fs.file-max)";
        }
    },
    PORTS(99, "Cannot assign requested address") {
        @Override
        String sentence() {
            return noPorts();
        }
    },
    PORTS_OF_AN_ADDRESS(98, "Address already in use") {
        @Override
        String sentence() {
            return noPorts();
        }
    },
    BUFFERS(105, "No buffer space available") {
        @Override
        String sentence() {
            return "the kernel has no buffers left for another socket (raise the memory of this machine)";
        }
    },
    MEMORY(12, "Cannot allocate memory") {
        @Override
        String sentence() {
            return "the kernel has no memory left for another socket (raise the memory of this process or its machine)";
        }
    };

    private final String netty;
    private final String jdk;

    /** @param text the C library's, which is all that the JDK's own sockets tell */
    Shortage(int errorNumber, String text) {
        netty = "error(-" + errorNumber + ")";
        jdk = text;
    }

    /** What ran out, the limit, and what to raise; to follow "could not connect: ". */
    abstract String sentence();

    /** The shortage that made a connect fail, if one did. */
    static Optional<Shortage> behind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            for (Shortage shortage : values()) {
                if (message.contains(shortage.netty) || message.endsWith(shortage.jdk)) {
                    return Optional.of(shortage);
                }
            }
        }
        return Optional.empty();
    }

    private static String noPorts() {
        return "there are no local ports left for connections to the target: the range is "
                + read("/proc/sys/net/ipv4/ip_local_port_range").replaceAll("\\s+", " to ")
                + " (widen the sysctl net.ipv4.ip_local_port_range, give SOURCE_ADDRESSES more addresses, or simulate fewer CLIENTS)";
    }

    private static String read(String file) {
        // In one read: the kernel gives a sysctl only to a read at its beginning.
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = new byte[256];
            int length = in.read(bytes);
            return new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "not known";
        }
    }
}
