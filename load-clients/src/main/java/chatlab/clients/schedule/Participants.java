package chatlab.clients.schedule;

import java.util.function.IntUnaryOperator;

/**
 * Who fires.
 *
 * @param count how many there are, numbered from 0
 * @param loops over how many loops they are spread
 * @param loopOf on which loop a participant lives
 */
public record Participants(int count, int loops, IntUnaryOperator loopOf) {}
