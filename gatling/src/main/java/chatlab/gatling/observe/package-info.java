/** What a run of journeys comes to. Start reading at {@link chatlab.gatling.observe.Course}. */
@NullMarked
package chatlab.gatling.observe;

import org.jspecify.annotations.NullMarked;
