/** Start reading at {@link chatlab.server.ServerMain}. */
@NullMarked
package chatlab.server;

import org.jspecify.annotations.NullMarked;
