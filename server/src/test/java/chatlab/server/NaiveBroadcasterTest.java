package chatlab.server;

class NaiveBroadcasterTest extends QueueingContractTest {
    NaiveBroadcasterTest() {
        super("naive");
    }
}
