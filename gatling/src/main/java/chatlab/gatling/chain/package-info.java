/** What users do, to be put together to journeys. Start reading at {@link chatlab.gatling.chain.Chat}. */
@NullMarked
package chatlab.gatling.chain;

import org.jspecify.annotations.NullMarked;
