package chatlab.server;

class LogBroadcasterTest extends BroadcasterContractTest {
    LogBroadcasterTest() {
        super("log");
    }
}
