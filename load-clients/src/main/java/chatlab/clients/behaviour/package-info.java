/** Who plays what part ({@link chatlab.clients.behaviour.Cast}) and what each part does; knows no network. */
@NullMarked
package chatlab.clients.behaviour;

import org.jspecify.annotations.NullMarked;
