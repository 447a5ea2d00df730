package chatlab.server;

class NaiveBroadcasterTest extends BroadcasterContractTest {
    NaiveBroadcasterTest() {
        super("naive");
    }
}
