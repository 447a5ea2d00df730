package chatlab.bench.pieces;

import chatlab.protocol.ClientFrame;
import chatlab.protocol.FrameException;
import chatlab.protocol.FrameReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The strict check of one chat message as the simulated clients send it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameCheck {
    private static final String BEGIN = "{\"clientId\":\"c1017\",\"Message\":\"";
    private static final String END = "\"}";

    /** Of the whole frame, without its line end. */
    @Param({"127", "1023", "16383"})
    int frameBytes;

    private final FrameReader reader = new FrameReader(20_000);
    private byte[] frame = {};

    /** Fills the message up to the size. */
    @Setup
    public void prepare() {
        frame = (BEGIN + "x".repeat(frameBytes - BEGIN.length() - END.length()) + END)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** One frame. */
    @Benchmark
    public ClientFrame check() throws FrameException {
        return reader.read(frame, 0, frame.length);
    }
}
