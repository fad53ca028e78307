package io.funclet.host.log.throttle;

/** Limits the bytes that may be written: a rate a second, and what the last minute has left over. Not thread-safe. */
public final class TokenBucket {

    /** For how many seconds the bucket saves tokens. */
    public static final int SAVED_SECONDS = 64;

    private final int bytesPerSecond;
    private final long most;
    private long left;
    private long filledNanos;

    TokenBucket(int bytesPerSecond, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.most = (long) bytesPerSecond * SAVED_SECONDS;
        this.left = most;
        this.filledNanos = nowNanos;
    }

    /** The last quarter is for what is urgent. */
    boolean allows(long nowNanos, boolean urgent) {
        long micros = Math.min((nowNanos - filledNanos) / 1000, SAVED_SECONDS * 1_000_000L);
        long earned = micros * bytesPerSecond / 1_000_000;
        if (earned > 0) { // frequent calls would earn nothing otherwise
            left = Math.min(most, left + earned);
            filledNanos = nowNanos;
        }
        return left > (urgent ? 0 : most / 4);
    }

    /** Takes the written bytes; the last line may exceed the tokens. */
    void charge(int bytes) {
        left -= bytes;
    }
}
