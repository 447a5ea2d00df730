/** Start reading at {@link chatlab.clients.LoadClientsMain}. */
@NullMarked
package chatlab.clients;

import org.jspecify.annotations.NullMarked;
