/** What this process does to its own measurement. Start reading at {@link chatlab.clients.watch.SelfWatch}. */
@NullMarked
package chatlab.clients.watch;

import org.jspecify.annotations.NullMarked;
