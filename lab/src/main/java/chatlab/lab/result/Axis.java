package chatlab.lab.result;

import java.util.List;

/**
 * One dimension of the experiment's matrix.
 *
 * @param name what it is called, such as {@code members} or {@code cpus}
 * @param label for people, with its unit: {@code members}, {@code CPU limit, cores}
 * @param values as written in the experiment, in its order
 * @param bound false if it is a limit that did not bind in at least one trial: then it is never drawn as an axis or series
 */
public record Axis(String name, String label, List<String> values, boolean bound) {
    public Axis {
        values = List.copyOf(values);
    }
}
