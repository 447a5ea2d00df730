package chatlab.bench.scenario;

import java.util.List;

/**
 * A group of figures that share their points.
 *
 * @param id as in the list of goals
 * @param name a word to ask for it by
 * @param title one line
 * @param cases in the order in which they are measured
 * @param <P> what they measure
 */
public record Scenario<P>(String id, String name, String title, List<Case<P>> cases, List<Figure> figures) {
    public Scenario {
        cases = List.copyOf(cases);
        figures = List.copyOf(figures);
    }
}
