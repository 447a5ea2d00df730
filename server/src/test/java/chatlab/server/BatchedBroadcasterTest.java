package chatlab.server;

class BatchedBroadcasterTest extends QueueingContractTest {
    BatchedBroadcasterTest() {
        super("batched");
    }
}
