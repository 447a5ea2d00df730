package chatlab.bench.measure;

import java.util.List;

/** What one run of a load measured. */
public interface Run {
    /**
     * What disturbed it and says nothing about what is measured: another attempt may be free of it. Each reason is a part of
     * a sentence.
     */
    List<String> disturbances();
}
