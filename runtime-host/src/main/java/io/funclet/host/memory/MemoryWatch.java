package io.funclet.host.memory;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Knows when memory has run out for good. One call that wants too much fails alone: what it had is free again when it is
 * over. What a function keeps is not, and a process without memory neither serves nor ends by itself.
 *
 * <p>Not the JVM's {@code -XX:+ExitOnOutOfMemoryError}, which would end the process, and the calls of all others, for each
 * array that one function asks too much for; and which does not see what is thrown for want of direct memory. Suspicion is
 * cheap: little of the heap is free, or an {@code OutOfMemoryError} was logged, by whomever it was caught. Proof is an
 * attempt to get some memory. A function that catches the error and says nothing is found by the first way.
 */
public final class MemoryWatch {

    private static final Logger LOG = Logger.getLogger(MemoryWatch.class.getName());

    /** A greedy call takes a moment to fail; memory that is still missing then does not come back. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** So much of the heap must be to be had, at most 4 MiB: below, hardly a call succeeds, and collections never end. */
    private static final int PART_OF_HEAP = 32;

    private static final int MOST_BYTES = 4 << 20;

    private static final int DIRECT_BYTES = 64 << 10;

    /** Each takes nine bytes of metaspace. */
    private static final int NUMBERS = 2000;

    private static final int DEEPEST_CAUSE = 8;

    /** With less of the heap free it is tried. A part of what counts as free is not to be had between two collections. */
    private static final int SUSPICIOUS_PART = 8;

    /** So often in a row, once a second, that a busy small heap has hardly ever so little. */
    private static final int FULL_FOR_LONG = 3;

    private static final String THERE_AGAIN = "there is memory again";

    private final Runtime jvm = Runtime.getRuntime();
    private final int reserve = (int) Math.min(MOST_BYTES, jvm.maxMemory() / PART_OF_HEAP);

    /** What an {@code OutOfMemoryError} has said since it was looked after last; {@code null} if there was none. */
    private volatile String told;

    // Of the thread that looks after it.
    private GcOverhead debt;
    private boolean cannotTell;
    private int fullFor;
    private boolean scarce;
    private boolean toldOfMore;
    private boolean toldOfClasses;
    private long scarceSince;

    /** For the last words. */
    private byte[] ballast = new byte[DIRECT_BYTES];

    public MemoryWatch() {}

    /** Looks at something that was thrown. Any thread. A function's own exception may throw another one when asked. */
    public void look(Throwable thrown) {
        OutOfMemoryError want = outOfMemory(thrown);
        if (want != null) {
            told = String.valueOf(want.getMessage());
        }
    }

    /**
     * Whether something was thrown for want of memory.
     *
     * @param thrown what was thrown; may be {@code null}
     * @return the error, which may be a cause of it; {@code null} if there is none
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
            // It tells of nothing, then; but whoever logs it has to go on.
            return null;
        }
        return null;
    }

    /**
     * Whether memory has run out, and has not come back within some seconds. To be asked by one thread, about once a
     * second; costs next to nothing as long as all is well.
     *
     * @return what the process should end for want of; {@code null} if it should not
     */
    public ExhaustedMemory exhausted() {
        String suspicion = told;
        told = null;
        boolean isFull = free() < jvm.maxMemory() / SUSPICIOUS_PART;
        boolean collects = collectsOnly(isFull);
        if (suspicion == null && !scarce && !isFull) {
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

    /**
     * Whether the JVM does hardly anything but collect garbage. It is asked when the heap has been full for some while, as it
     * is now and then between two collections anyway.
     */
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
            // That there is no memory at all is found otherwise.
            debt = null;
        } catch (IOException | LinkageError never) {
            cannotTell = true;
        }
        return debt != null && debt.isTooMuch();
    }

    private long free() {
        return jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
    }

    /** What cannot be had; {@code null} if all can. */
    private ExhaustedMemory lacking() {
        ExhaustedMemory tried = ExhaustedMemory.HEAP;
        try {
            boolean had = new byte[reserve].length > 0;
            if (toldOfMore) {
                // Not always: only a collection gives it back.
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

    /**
     * A class file, of Java 17, with numbers in it that nothing uses. Its metaspace is what a class takes that does
     * something:
     * one without them still fits where nothing else does.
     */
    private static byte[] classOfSomeSize() {
        byte[] name = "io/funclet/host/ops/Nothing".getBytes(StandardCharsets.US_ASCII);
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
