package chatlab.lab.experiment;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** The value of every parameter in one trial. */
public record Point(Map<Parameter, String> values) {
    public Point {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /** The value of one parameter, as written. */
    public String get(Parameter parameter) {
        String value = values.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(parameter.path());
        }
        return value;
    }
}
