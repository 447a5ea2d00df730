package chatlab.server;

class BatchedBroadcasterTest extends BroadcasterContractTest {
    BatchedBroadcasterTest() {
        super("batched");
    }
}
