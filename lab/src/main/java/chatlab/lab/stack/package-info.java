/** The live stack that Compose runs: server, load clients, Prometheus and Grafana. */
@NullMarked
package chatlab.lab.stack;

import org.jspecify.annotations.NullMarked;
