package chatlab.lab.doctor;

import chatlab.lab.stack.ComposeCommand;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the stack that shows a chat live can be started. */
record ComposeCheck(Supplier<Optional<ComposeCommand>> compose) implements Check {
    private static final String INSTALL = "sudo apt-get install docker-compose-plugin"
            + "   # from Docker's packages; Debian's is docker-compose, Ubuntu's docker-compose-v2";
    private static final String ELSEWHERE = "https://docs.docker.com/compose/install/ says how elsewhere";

    @Override
    public String name() {
        return "Compose";
    }

    @Override
    public List<Finding> findings() {
        return List.of(compose.get()
                .map(this::judge)
                .orElseGet(() -> Finding.fail(
                        name(),
                        "no 'docker' on the path knows 'compose': the live stack can't be started",
                        INSTALL,
                        ELSEWHERE)));
    }

    private Finding judge(ComposeCommand found) {
        String what = found.version() + " by " + found.docker();
        return Versions.isAtLeast(found.version(), 2, 20, 0)
                ? Finding.ok(name(), what)
                : Finding.fail(name(), what + " is too old, it has to be 2.20 or newer", INSTALL, ELSEWHERE);
    }
}
