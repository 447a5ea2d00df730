/** What is told about the server's traffic. Start reading at {@link chatlab.server.metrics.ServerMetrics}. */
@NullMarked
package chatlab.server.metrics;

import org.jspecify.annotations.NullMarked;
