/** How a chat server wants to be spoken to. Start reading at {@link chatlab.clients.dialect.Dialect}. */
@NullMarked
package chatlab.clients.dialect;

import org.jspecify.annotations.NullMarked;
