package io.funclet.host.memory;

import io.funclet.host.config.LaunchProfile;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.logging.Logger;

/**
 * Detects that memory has run out permanently. A single call that allocates too much fails alone, and its memory is
 * free again after it. What a function keeps is not, and a process without memory neither serves nor ends by itself.
 *
 * <p>The JVM's {@code -XX:+ExitOnOutOfMemoryError} would end the process, with all other calls, for each too large
 * array of one function. It also ignores exhausted direct memory. A suspicion is cheap: little of the heap is free, or
 * an {@code OutOfMemoryError} was logged. A test allocation then proves it.
 */
public final class MemoryWatch {

    private static final Logger LOG = Logger.getLogger(MemoryWatch.class.getName());

    /** A greedy call fails within a moment. Memory that is still missing later does not come back. */
    private static final long PATIENCE_NANOS =
            LaunchProfile.fixedWait(Duration.ofSeconds(5)).toNanos();

    /** At most 4 MiB: with less than this part of the heap, calls fail, and collections never end. */
    private static final int PART_OF_HEAP = 32;

    private static final int MOST_BYTES = 4 << 20;

    private static final int DIRECT_BYTES = 64 << 10;

    /** Constants of the test class; each takes nine bytes of metaspace. */
    private static final int NUMBERS = 2000;

    private static final int DEEPEST_CAUSE = 8;

    /** With a smaller part of the heap free, the test runs. */
    private static final int SUSPICIOUS_PART = 8;

    /** For so many seconds in a row a busy small heap is hardly ever full. */
    private static final int FULL_FOR_LONG = 3;

    private static final String THERE_AGAIN = "there is memory again";

    private final Runtime jvm = Runtime.getRuntime();
    private final int reserve = (int) Math.min(MOST_BYTES, jvm.maxMemory() / PART_OF_HEAP);

    /** The message of an {@code OutOfMemoryError} since the last check; {@code null} if there was none. */
    private volatile String told;

    /** Whether memory may run out, and then, whether it has. */
    private volatile boolean doubtful;

    private volatile boolean scarce;

    // Used only by the checking thread.
    private GcOverhead debt;
    private boolean cannotTell;
    private int fullFor;
    private boolean toldOfMore;
    private boolean toldOfClasses;
    private long scarceSince;

    /** Freed for the last log line. */
    private byte[] ballast = new byte[DIRECT_BYTES];

    /** Checks an exception for a sign of missing memory. Any thread. */
    public void look(Throwable thrown) {
        OutOfMemoryError want = outOfMemory(thrown);
        if (want != null) {
            told = String.valueOf(want.getMessage());
        }
    }

    /**
     * The {@code OutOfMemoryError} among the causes of an exception; {@code null} if there is none. Takes {@code null}.
     */
    public static OutOfMemoryError outOfMemory(Throwable thrown) {
        try {
            Throwable cause = thrown;
            for (int i = 0; cause != null && i < DEEPEST_CAUSE; i++, cause = cause.getCause()) {
                if (cause instanceof OutOfMemoryError want) {
                    return want;
                }
            }
        } catch (Throwable broken) {
            // A function's exception may throw when asked for its cause.
            return null;
        }
        return null;
    }

    /**
     * The memory that has run out and not come back within some seconds, so that the process should end; {@code null}
     * if none has. For one thread, about once a second; costs next to nothing in normal operation.
     */
    public ExhaustedMemory exhausted() {
        String suspicion = told;
        told = null;
        boolean isFull = free() < jvm.maxMemory() / SUSPICIOUS_PART;
        boolean collects = collectsOnly(isFull);
        doubtful = suspicion != null || scarce || isFull;
        if (!doubtful) {
            return null;
        }
        if (suspicion != null) {
            toldOfMore = true;
            toldOfClasses |= suspicion.contains("etaspace") || suspicion.contains("class space");
        }
        ExhaustedMemory lacking = lacking();
        if (lacking == null && collects) {
            lacking = ExhaustedMemory.TIME;
        }
        if (lacking == null) {
            if (scarce) {
                scarce = false;
                LOG.info(THERE_AGAIN);
            }
            toldOfMore = false;
            toldOfClasses = false;
            return null;
        }
        if (!scarce) {
            scarce = true;
            scarceSince = System.nanoTime();
            LOG.warning(lacking.warning());
            return null;
        }
        boolean over = System.nanoTime() - scarceSince >= PATIENCE_NANOS;
        ballast = over ? null : ballast;
        return over ? lacking : null;
    }

    /** Whether little memory was free at the last look, so that it may run out. Any thread. */
    public boolean isDoubtful() {
        return doubtful;
    }

    /** Whether a test allocation has failed at the last look, or could not succeed in time. Any thread. */
    public boolean isScarce() {
        return scarce;
    }

    /** Measured only after the heap was full for a while: it often is for a moment between collections. */
    private boolean collectsOnly(boolean isFull) {
        fullFor = isFull ? Math.min(fullFor + 1, FULL_FOR_LONG) : Math.max(fullFor - 1, 0);
        if (fullFor == 0 || cannotTell) {
            debt = null;
            return false;
        }
        try {
            if (debt != null) {
                debt.add(System.nanoTime(), GcTime.now());
            } else if (fullFor == FULL_FOR_LONG) {
                debt = new GcOverhead(System.nanoTime(), GcTime.now());
            }
        } catch (OutOfMemoryError again) {
            // The test allocation detects that.
            debt = null;
        } catch (IOException | LinkageError never) {
            cannotTell = true;
        }
        return debt != null && debt.isTooMuch();
    }

    private long free() {
        return jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
    }

    /** The memory that cannot be allocated; {@code null} if all can. */
    private ExhaustedMemory lacking() {
        ExhaustedMemory tried = ExhaustedMemory.HEAP;
        try {
            boolean had = new byte[reserve].length > 0;
            if (toldOfMore) {
                // Not always: only a collection frees it.
                tried = ExhaustedMemory.DIRECT;
                had &= ByteBuffer.allocateDirect(DIRECT_BYTES).isDirect();
            }
            if (toldOfClasses) {
                tried = ExhaustedMemory.METASPACE;
                MethodHandles.lookup().defineHiddenClass(classOfSomeSize(), false);
            }
            return had ? null : tried;
        } catch (OutOfMemoryError | LinkageError none) {
            return tried;
        } catch (IllegalAccessException never) {
            throw new AssertionError(never);
        }
    }

    /** A class file of Java 17 with unused numbers, so that it needs as much metaspace as an ordinary class. */
    private static byte[] classOfSomeSize() {
        // A hidden class must be in the package of its creator.
        String path = MemoryWatch.class.getPackageName().replace('.', '/') + "/Nothing";
        byte[] name = path.getBytes(StandardCharsets.US_ASCII);
        byte[] parent = "java/lang/Object".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(64 + name.length + parent.length + NUMBERS * (1 + Integer.BYTES));
        file.putInt(0xCAFEBABE).putInt(61).putShort((short) (5 + NUMBERS));
        file.put((byte) 1).putShort((short) name.length).put(name).put((byte) 7).putShort((short) 1);
        file.put((byte) 1)
                .putShort((short) parent.length)
                .put(parent)
                .put((byte) 7)
                .putShort((short) 3);
        for (int number = 0; number < NUMBERS; number++) {
            file.put((byte) 3).putInt(number);
        }
        // Flags (super, synthetic), itself, its parent; no interfaces, fields, methods, attributes.
        file.putShort((short) 0x1020).putShort((short) 2).putShort((short) 4).putLong(0);
        byte[] bytes = new byte[file.position()];
        file.flip().get(bytes);
        return bytes;
    }
}
