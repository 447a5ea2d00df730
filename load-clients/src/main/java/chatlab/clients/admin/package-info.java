/** The internal port. Start reading at {@link chatlab.clients.admin.ClientsAdmin}. */
@NullMarked
package chatlab.clients.admin;

import org.jspecify.annotations.NullMarked;
