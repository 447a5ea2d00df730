package chatlab.lab.doctor;

import java.util.List;

/**
 * Looks at one thing that the lab needs. Changes nothing, starts no container, and may be interrupted when it takes too
 * long.
 */
interface Check {
    /** What it looks at, in a word or two. */
    String name();

    /** What it found, at least a line. */
    List<Finding> findings() throws Exception;
}
