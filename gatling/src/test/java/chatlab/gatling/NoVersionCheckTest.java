package chatlab.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.commons.util.LatestGatlingRelease$;
import java.util.prefs.Preferences;
import org.junit.jupiter.api.Test;

class NoVersionCheckTest {
    /** It writes down when it has looked, and what came of it, whether it could look or not. */
    @Test
    void gatlingDoesNotLookForANewerVersion() {
        NoVersionCheck.install();
        assertThat(LatestGatlingRelease$.MODULE$.load().isEmpty()).isTrue();
        assertThat(NoVersionCheck.hasBeenWritten()).isFalse();
        Preferences.userRoot().node("/anything").put("lastCheckSuccess", "true");
        assertThat(NoVersionCheck.hasBeenWritten()).isTrue();
    }
}
