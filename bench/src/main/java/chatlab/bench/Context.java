package chatlab.bench;

import chatlab.process.StopSignal;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What the command needs to know.
 *
 * @param checkout where chatlab lies
 * @param revision which version of it
 * @param ownNetwork whether this runs in a network namespace of its own
 * @param stop raised when the user wants to end
 */
record Context(Path checkout, String revision, boolean ownNetwork, StopSignal stop, PrintStream out) {}
