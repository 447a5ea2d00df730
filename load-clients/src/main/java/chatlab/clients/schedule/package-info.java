/** When what is to be sent. Start reading at {@link chatlab.clients.schedule.Schedule}; knows no network. */
@NullMarked
package chatlab.clients.schedule;

import org.jspecify.annotations.NullMarked;
