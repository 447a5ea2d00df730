package chatlab.clients.connection;

import chatlab.process.SettingException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which of this machine's addresses clients connect from: each of them has ports of its own, some 28,000 on Linux. */
public final class SourceAddresses {
    /** What {@link #parse} reads, to follow "it has to be". */
    public static final String EXPECTED = "one or several IP addresses of this machine, such as 10.0.0.1,10.0.0.2";

    private final List<InetAddress> addresses;

    private SourceAddresses(List<InetAddress> addresses) {
        this.addresses = addresses;
    }

    /** Leaves it to the system. */
    public static SourceAddresses any() {
        return new SourceAddresses(List.of());
    }

    /**
     * Reads addresses with commas between them; nothing leaves it to the system.
     *
     * @throws IllegalArgumentException if there is something else
     * @throws SettingException if this machine has no such address
     */
    public static SourceAddresses parse(String text) {
        return text.isEmpty()
                ? any()
                : new SourceAddresses(Arrays.stream(text.split(",", -1))
                        .map(SourceAddresses::address)
                        .toList());
    }

    private static InetAddress address(String text) {
        InetAddress address = InetAddress.ofLiteral(text);
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        requireOurs(address);
        return address;
    }

    /** Whoever has it can bind to it; a list of interfaces would not name all of the loopback interface's addresses. */
    private static void requireOurs(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
        } catch (IOException e) {
            throw new SettingException("SOURCE_ADDRESSES names " + address.getHostAddress()
                    + ", but this machine has no such address (" + e.getMessage() + ").");
        }
    }

    /** The first from which that address can't be reached, being of the other version of the Internet protocol, if there is one. */
    public Optional<String> unfitFor(InetAddress target) {
        return addresses.stream()
                .filter(address -> address instanceof Inet6Address != target instanceof Inet6Address)
                .map(InetAddress::getHostAddress)
                .findFirst();
    }

    /** Where a client connects from, its port being the system's choice; null for the system's choice of both. */
    @Nullable
    SocketAddress of(int client) {
        return addresses.isEmpty() ? null : new InetSocketAddress(addresses.get(client % addresses.size()), 0);
    }
}
