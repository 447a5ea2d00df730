package chatlab.server.broadcast;

import java.time.Duration;

/**
 * How rooms' logs work.
 *
 * @param patience for how long a busy loop may collect messages before it writes to members; zero: it never waits
 * @param cpusPerLoop how much CPU one loop may use, in cores; at most 1
 * @param roomLogBytes how much of a room's messages one loop keeps in one form for members that are behind
 * @param loopLogBytes how much the logs of all rooms may hold on one loop
 * @param slowConsumer what becomes of a member that is further behind than that
 */
public record LogOptions(
        Duration patience, double cpusPerLoop, int roomLogBytes, long loopLogBytes, SlowConsumer slowConsumer) {}
