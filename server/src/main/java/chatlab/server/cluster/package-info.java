/** Servers that share their rooms through Redis. Start reading at {@link chatlab.server.cluster.RedisCluster}. */
@NullMarked
package chatlab.server.cluster;

import org.jspecify.annotations.NullMarked;
