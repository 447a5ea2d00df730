package chatlab.gatling;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.prefs.AbstractPreferences;
import java.util.prefs.Preferences;
import java.util.prefs.PreferencesFactory;
import org.jspecify.annotations.Nullable;

/**
 * Preferences that are kept nowhere, and in which Gatling has just looked in vain whether there is a newer version. It would
 * otherwise ask a public repository at every start, and keep the answer in the user's home; no setting switches that off.
 */
public final class NoVersionCheck implements PreferencesFactory {
    /** What Gatling has written down since; nothing, unless it has looked. */
    private static final Map<String, String> WRITTEN = new ConcurrentHashMap<>();

    /** Made when asked for: the first one to be made decides whose the virtual machine's are. */
    private static final class Root {
        private static final Preferences NODE = new Node(null, "");
    }

    /** Makes these the virtual machine's preferences. Before anybody has asked for any. */
    static void install() {
        System.setProperty("java.util.prefs.PreferencesFactory", NoVersionCheck.class.getName());
    }

    static boolean hasBeenWritten() {
        return !WRITTEN.isEmpty();
    }

    @Override
    public Preferences systemRoot() {
        return Root.NODE;
    }

    @Override
    public Preferences userRoot() {
        return Root.NODE;
    }

    private static final class Node extends AbstractPreferences {
        Node(@Nullable AbstractPreferences parent, String name) {
            super(parent, name);
        }

        @Override
        protected @Nullable String getSpi(String key) {
            return switch (key) {
                case "lastCheckTimestamp" -> Long.toString(System.currentTimeMillis());
                case "lastCheckSuccess" -> "false";
                default -> null;
            };
        }

        @Override
        protected void putSpi(String key, String value) {
            WRITTEN.put(key, value);
        }

        @Override
        protected void removeSpi(String key) {}

        @Override
        protected void removeNodeSpi() {}

        @Override
        protected String[] keysSpi() {
            return new String[0];
        }

        @Override
        protected String[] childrenNamesSpi() {
            return new String[0];
        }

        @Override
        protected AbstractPreferences childSpi(String name) {
            return new Node(this, name);
        }

        @Override
        protected void syncSpi() {}

        @Override
        protected void flushSpi() {}
    }
}
