package chatlab.server;

import chatlab.process.SettingException;
import chatlab.process.Settings;
import chatlab.server.cluster.ClusterOptions;
import java.net.URI;
import java.util.Optional;

/** The settings about other servers. */
final class ClusterSettings {
    private static final String NONE = "none";
    private static final String TLS = "rediss";
    private static final int PORT = 6379;

    private ClusterSettings() {}

    /**
     * Empty if this server is alone.
     *
     * @throws SettingException if one is wrong
     */
    static Optional<ClusterOptions> read(Settings settings) {
        Optional<URI> redis = settings.parsed(
                "CLUSTER",
                NONE,
                ClusterSettings::redis,
                "none, or redis://[[USER]:PASSWORD@]HOST[:PORT], with TLS rediss://",
                "the Redis through which servers share their rooms; none: this server is alone");
        int bufferBytes = (int) settings.size(
                "CLUSTER_BUFFER_BYTES",
                Memory.clusterBufferBytes(),
                64 * 1024,
                1024 * 1024 * 1024,
                "what may wait to be sent to other servers, and as much again that came from them");
        return redis.map(uri -> options(uri, bufferBytes));
    }

    private static Optional<URI> redis(String text) {
        if (text.equals(NONE)) {
            return Optional.empty();
        }
        URI uri = URI.create(text);
        boolean isRedis = ("redis".equals(uri.getScheme()) || TLS.equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getPort() <= 65_535
                && (uri.getUserInfo() == null || uri.getUserInfo().contains(":"))
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getPath().matches("/?"); // channels are the same in all databases
        if (!isRedis) {
            throw new IllegalArgumentException(text);
        }
        return Optional.of(uri);
    }

    private static ClusterOptions options(URI uri, int bufferBytes) {
        return new ClusterOptions(
                uri.getHost(),
                uri.getPort() < 0 ? PORT : uri.getPort(),
                TLS.equals(uri.getScheme()),
                Optional.ofNullable(uri.getUserInfo()).map(ClusterSettings::login),
                bufferBytes);
    }

    private static ClusterOptions.Login login(String userInfo) {
        int colon = userInfo.indexOf(':');
        return new ClusterOptions.Login(userInfo.substring(0, colon), userInfo.substring(colon + 1));
    }
}
