/** Users, their passwords, and the tokens that they get for them. */
@NullMarked
package chatlab.server.credentials;

import org.jspecify.annotations.NullMarked;
