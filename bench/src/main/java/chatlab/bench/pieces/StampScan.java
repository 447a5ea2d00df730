package chatlab.bench.pieces;

import chatlab.protocol.MessageStamp;
import chatlab.protocol.StampScanner;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The search for stamps in what a simulated member receives: a read's worth of messages of 128 bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StampScan {
    private static final int MESSAGES = 256;
    private static final int MESSAGE_BYTES = 128;
    private static final String BEGIN = "{\"clientId\":\"c1017\",\"Message\":\"";
    private static final String END = "\"}\n";

    private byte[] read = {};
    private long found;

    /** Fills the read. */
    @Setup
    public void prepare() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] stamp = new byte[MessageStamp.LENGTH];
        String filling = "x".repeat(MESSAGE_BYTES - BEGIN.length() - stamp.length - END.length());
        for (int i = 0; i < MESSAGES; i++) {
            MessageStamp.write(stamp, 0, 1, 7, i, 1_000_000L * i);
            bytes.writeBytes(BEGIN.getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(stamp);
            bytes.writeBytes((filling + END).getBytes(StandardCharsets.US_ASCII));
        }
        read = bytes.toByteArray();
    }

    /** Time per message. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long scan() {
        found = 0;
        StampScanner.scan(read, 0, read.length, (run, sender, sequence, intendedNs) -> found += intendedNs);
        return found;
    }
}
