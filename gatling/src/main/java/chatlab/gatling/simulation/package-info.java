/** The journeys. Start reading at {@link chatlab.gatling.simulation.Journey}. */
@NullMarked
package chatlab.gatling.simulation;

import org.jspecify.annotations.NullMarked;
