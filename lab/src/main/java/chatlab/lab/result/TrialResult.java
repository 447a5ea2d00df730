package chatlab.lab.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One point of the matrix.
 *
 * @param number counts from 1 in the order of the matrix
 * @param point the value of every axis, by the axis' name
 */
public record TrialResult(int number, Map<String, String> point, List<Repetition> repetitions) {
    public TrialResult {
        point = Collections.unmodifiableMap(new LinkedHashMap<>(point));
        repetitions = List.copyOf(repetitions);
    }
}
