package chatlab.lab.report;

import chatlab.lab.result.Axis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every combination of the axes' values, the last axis changing fastest. */
final class Combinations {
    private Combinations() {}

    static List<Map<String, String>> of(List<Axis> axes) {
        List<Map<String, String>> all = List.of(Map.of());
        for (Axis axis : axes) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> start : all) {
                for (String value : axis.values()) {
                    Map<String, String> point = new LinkedHashMap<>(start);
                    point.put(axis.name(), value);
                    longer.add(point);
                }
            }
            all = longer;
        }
        return all;
    }
}
