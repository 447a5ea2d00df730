package chatlab.generator.admin;

import java.util.Locale;

/** Whose doing a failure is. */
public enum Blame {
    /** The server refused, turned away or ended a client, or did not answer in time. */
    SERVER,
    /** This process, its settings, its limits or its machine. */
    GENERATOR;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
