/** What {@code docker-compose.yml} and {@code .env} say about the live stack. */
@NullMarked
package chatlab.lab.compose;

import org.jspecify.annotations.NullMarked;
