package chatlab.server.chat;

import chatlab.protocol.ErrorCode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/** Counts what the server does. Written by all loops, read by whoever wants to know. */
public final class Traffic {
    private final LongAdder opened = new LongAdder();
    private final Map<EndReason, LongAdder> closed = new EnumMap<>(EndReason.class);
    private final Map<ErrorCode, LongAdder> refused = new EnumMap<>(ErrorCode.class);
    private final LongAdder upgrades = new LongAdder();
    private final LongAdder messagesReceived = new LongAdder();
    private final LongAdder deliveries = new LongAdder();
    private final LongAdder bytesReceived = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private final LongAdder whispers = new LongAdder();
    private final LongAdder whispersHandedOn = new LongAdder();
    private final LongAdder loginsGranted = new LongAdder();
    private final LongAdder loginsRefused = new LongAdder();
    private final LongAdder loginsBusy = new LongAdder();
    private final LongAdder loginsFailed = new LongAdder();
    private final IntConsumer messageBytes;
    private final LongConsumer processingNs;

    /**
     * @param messageBytes told the size of every message received, without line end
     * @param processingNs told for every read that carried messages how long it took from there to the last write of what
     *     it brought
     */
    public Traffic(IntConsumer messageBytes, LongConsumer processingNs) {
        for (EndReason reason : EndReason.values()) {
            closed.put(reason, new LongAdder());
        }
        for (ErrorCode code : ErrorCode.values()) {
            refused.put(code, new LongAdder());
        }
        this.messageBytes = messageBytes;
        this.processingNs = processingNs;
    }

    /** A connection was accepted, refused ones included. */
    public void countOpened() {
        opened.increment();
    }

    /** A connection was upgraded from HTTP to WebSocket. */
    public void countUpgrade() {
        upgrades.increment();
    }

    /** A connection is gone. */
    public void countClosed(EndReason reason) {
        adder(reason).increment();
    }

    /** A chat message was accepted. */
    public void countMessage(int bytes) {
        messagesReceived.increment();
        messageBytes.accept(bytes);
    }

    /** A private message was accepted, and is for so many connections. */
    public void countWhisper(int bytes, int connections) {
        whispers.increment();
        whispersHandedOn.add(connections);
        messageBytes.accept(bytes);
    }

    /** A private message of another server is for so many connections. */
    public void countWhisperFromElsewhere(int connections) {
        whispersHandedOn.add(connections);
    }

    /** A frame, or a request over HTTP that could be one, was refused. */
    public void countRefused(ErrorCode code) {
        Objects.requireNonNull(refused.get(code)).increment();
    }

    /** Somebody wanted to log in. */
    public void countLogin(LoginAttempt.Outcome outcome) {
        switch (outcome) {
            case LoginAttempt.Outcome.Granted _ -> loginsGranted.increment();
            case LoginAttempt.Outcome.Refused _ -> loginsRefused.increment();
            case LoginAttempt.Outcome.Busy _ -> loginsBusy.increment();
            case LoginAttempt.Outcome.Failed _ -> loginsFailed.increment();
        }
    }

    /** A read that carried messages was worked off. */
    public void countProcessing(long ns) {
        processingNs.accept(ns);
    }

    /** Bytes came in. */
    public void countReceived(long bytes) {
        bytesReceived.add(bytes);
    }

    /** A socket was written to, and took so many bytes. */
    public void countWrite(long bytes) {
        writes.increment();
        bytesSent.add(bytes);
    }

    /** A socket has taken the last bytes of so many room messages. */
    public void countDeliveries(int messages) {
        deliveries.add(messages);
    }

    /** A member was told that it missed so many messages. */
    public void countMissed(long messages) {
        missed.add(messages);
    }

    public long opened() {
        return opened.sum();
    }

    public long upgrades() {
        return upgrades.sum();
    }

    public long closed(EndReason reason) {
        return adder(reason).sum();
    }

    public long closed() {
        return Arrays.stream(EndReason.values()).mapToLong(this::closed).sum();
    }

    private LongAdder adder(EndReason reason) {
        return Objects.requireNonNull(closed.get(reason));
    }

    public long refused(ErrorCode code) {
        return Objects.requireNonNull(refused.get(code)).sum();
    }

    public long messagesReceived() {
        return messagesReceived.sum();
    }

    public long deliveries() {
        return deliveries.sum();
    }

    public long bytesReceived() {
        return bytesReceived.sum();
    }

    public long bytesSent() {
        return bytesSent.sum();
    }

    public long writes() {
        return writes.sum();
    }

    public long missed() {
        return missed.sum();
    }

    public long loginsGranted() {
        return loginsGranted.sum();
    }

    public long loginsRefused() {
        return loginsRefused.sum();
    }

    public long loginsBusy() {
        return loginsBusy.sum();
    }

    public long loginsFailed() {
        return loginsFailed.sum();
    }

    public long whispers() {
        return whispers.sum();
    }

    public long whispersHandedOn() {
        return whispersHandedOn.sum();
    }
}
