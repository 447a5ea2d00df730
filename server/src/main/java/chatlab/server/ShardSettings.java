package chatlab.server;

import chatlab.process.Settings;
import chatlab.server.cluster.ShardOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings about dealing rooms out among servers. */
final class ShardSettings {
    private static final String NONE = "none";
    private static final int MOST_SERVERS = 16;
    private static final Pattern SERVER = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})");

    private ShardSettings() {}

    /**
     * Empty if all rooms are this server's.
     *
     * @throws chatlab.process.SettingException if one is wrong
     */
    static Optional<ShardOptions> read(Settings settings) {
        List<ShardOptions.Server> servers = settings.parsed(
                "SHARDS",
                NONE,
                ShardSettings::servers,
                "none, or HOST:PORT[,HOST:PORT…] of this server and others",
                "the servers among which rooms are dealt out, this one too; a host with several addresses is as many; none: all are here");
        int replicas = settings.integer(
                "SHARD_REPLICAS", 1, 1, MOST_SERVERS, "on how many of them each room is; several want CLUSTER");
        return servers.isEmpty() ? Optional.empty() : Optional.of(new ShardOptions(servers, replicas));
    }

    private static List<ShardOptions.Server> servers(String text) {
        return text.equals(NONE)
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(ShardSettings::server).toList();
    }

    private static ShardOptions.Server server(String text) {
        Matcher matcher = SERVER.matcher(text);
        if (!matcher.matches()
                || Integer.parseInt(matcher.group(2)) < 1
                || Integer.parseInt(matcher.group(2)) > 65_535) {
            throw new IllegalArgumentException(text);
        }
        return new ShardOptions.Server(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }
}
