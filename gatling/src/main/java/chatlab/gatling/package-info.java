/** User journeys through the chat, played by Gatling. Start reading at {@link chatlab.gatling.GatlingMain}. */
@NullMarked
package chatlab.gatling;

import org.jspecify.annotations.NullMarked;
