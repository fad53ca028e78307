package io.funclet.host.log.throttle;

/** How many bytes may be written: so many a second, and as many as the last minute has left over. Not thread-safe. */
public final class TokenBucket {

    /** For how many seconds it saves. */
    public static final int SAVED_SECONDS = 64;

    private final int bytesPerSecond;
    private final long most;
    private long left;
    private long filledNanos;

    /** A full one. */
    TokenBucket(int bytesPerSecond, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.most = (long) bytesPerSecond * SAVED_SECONDS;
        this.left = most;
        this.filledNanos = nowNanos;
    }

    /**
     * Whether there is something left.
     *
     * @param urgent whether the last quarter may be touched
     */
    boolean allows(long nowNanos, boolean urgent) {
        long micros = Math.min((nowNanos - filledNanos) / 1000, SAVED_SECONDS * 1_000_000L);
        long earned = micros * bytesPerSecond / 1_000_000;
        if (earned > 0) { // or else nothing would ever be earned by those who ask often
            left = Math.min(most, left + earned);
            filledNanos = nowNanos;
        }
        return left > (urgent ? 0 : most / 4);
    }

    /** Takes what was written; the last line may go beyond what was left. */
    void charge(int bytes) {
        left -= bytes;
    }
}
