package chatlab.bench.scenario;

import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param reference what it is held against; null: nothing
 * @param referenceName what the reference is, in one or two words
 * @param key the case whose messages per write stand in the line; null: none
 * @param referenceKey the same of the reference
 */
public record Figure(
        String what,
        String unit,
        Value value,
        @Nullable Value reference,
        String referenceName,
        Goal goal,
        @Nullable String key,
        @Nullable String referenceKey) {

    /** A figure alone. */
    static Figure of(String what, String unit, Value value, Goal goal, @Nullable String key) {
        return new Figure(what, unit, value, null, "", goal, key, null);
    }

    /** The same figure beside another one. */
    Figure beside(String name, Value other, @Nullable String otherKey) {
        return new Figure(what, unit, value, other, name, goal, key, otherKey);
    }
}
