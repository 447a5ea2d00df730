package chatlab.lab.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an experiment varies.
 *
 * @param axes the varied parameters and their values; trials are the product, the first parameter changing slowest
 * @param zipped parameters that change together with one of the axes, their values in its order
 * @param leader the axis that {@code zipped} follows; of no meaning if nothing does
 * @param excluded trials that are left out: those that have one of the values of every parameter of one of these
 */
public record Matrix(
        Map<Parameter, List<String>> axes,
        Map<Parameter, List<String>> zipped,
        Parameter leader,
        List<Map<Parameter, List<String>>> excluded) {
    public Matrix {
        axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
        zipped = Collections.unmodifiableMap(new LinkedHashMap<>(zipped));
        excluded = List.copyOf(excluded);
    }

    /** Whether a parameter is not the same in all trials. */
    public boolean varies(Parameter parameter) {
        return axes.containsKey(parameter) || zipped.containsKey(parameter);
    }

    /** The values of a parameter, in the order of its axis; empty if it is not varied. */
    public List<String> values(Parameter parameter) {
        return axes.getOrDefault(parameter, zipped.getOrDefault(parameter, List.of()));
    }

    /** The product's size, before anything is left out; as much as {@code most} + 1 if it is larger than {@code most}. */
    long size(long most) {
        long size = 1;
        for (List<String> values : axes.values()) {
            size = Math.min(size * values.size(), most + 1);
        }
        return size;
    }

    /**
     * The trials, in the order of the axes.
     *
     * @param settings every parameter's value where it is not varied
     */
    List<Point> points(Map<Parameter, String> settings) {
        List<Map<Parameter, String>> points = List.of(settings);
        for (Map.Entry<Parameter, List<String>> axis : axes.entrySet()) {
            List<Map<Parameter, String>> next = new ArrayList<>();
            for (Map<Parameter, String> point : points) {
                for (int i = 0; i < axis.getValue().size(); i++) {
                    Map<Parameter, String> varied = new EnumMap<>(point);
                    varied.put(axis.getKey(), axis.getValue().get(i));
                    if (axis.getKey() == leader) {
                        int place = i;
                        zipped.forEach((parameter, values) -> varied.put(parameter, values.get(place)));
                    }
                    next.add(varied);
                }
            }
            points = next;
        }
        return points.stream()
                .filter(point -> excluded.stream().noneMatch(exclusion -> matches(point, exclusion)))
                .map(Point::new)
                .toList();
    }

    private static boolean matches(Map<Parameter, String> point, Map<Parameter, List<String>> exclusion) {
        return exclusion.entrySet().stream()
                .allMatch(each -> each.getValue().contains(point.getOrDefault(each.getKey(), "")));
    }

    /** What changes together with an axis, for people: {@code with rate 20, 80, 320}; empty if nothing does. */
    public String alongWith(Parameter axis) {
        return axis != leader || zipped.isEmpty()
                ? ""
                : zipped.entrySet().stream()
                        .map(each -> each.getKey().key() + " " + String.join(", ", each.getValue()))
                        .collect(Collectors.joining(" and ", "with ", ""));
    }
}
