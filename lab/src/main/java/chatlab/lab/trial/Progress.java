package chatlab.lab.trial;

/** Is told what a repetition is doing. */
public interface Progress {
    /** Something else began: {@code starting}, {@code connecting}, {@code warmup}, {@code measuring}, {@code draining} … */
    void phase(String name);
}
