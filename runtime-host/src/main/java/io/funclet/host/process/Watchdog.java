package io.funclet.host.process;

import io.funclet.host.memory.ExhaustedMemory;
import io.funclet.host.memory.MemoryWatch;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.logging.Logger;

/**
 * What this process cannot do without, looked at once a second by the thread that waits for its end. A process that can no
 * longer serve must not stay, as one that answers nobody and that no supervisor misses.
 */
public final class Watchdog implements Runnable {

    /** Whoever serves callers. */
    public interface Front {

        /** Whether it does what it is there for; {@code false} only after an accident. */
        boolean isServing();

        /** What the accident was; {@code null} if there was none, or nobody knows. */
        Throwable causeOfDeath();

        /** What else is missing without which nobody is served, in words; {@code null} if nothing is. */
        String lostPart();
    }

    private static final Logger LOG = Logger.getLogger(Watchdog.class.getName());

    private static final String END = ": the process ends, and should be started again";

    private static final String LOOP_WITHOUT_MEMORY = "out of memory, of which an event loop has died" + END;

    private static final String UNKNOWN = "an event loop has died" + END;

    private final Supplier<ExhaustedMemory> exhausted;
    private final Front front;
    private final PrintStream terminal;
    private final Runnable end;

    /** Made before it is needed: there may be no memory then, and no room for a class either. */
    private final byte[][] lastLines = new byte[ExhaustedMemory.values().length][];

    private final byte[] loopWithoutMemory = line(LOOP_WITHOUT_MEMORY);

    /**
     * Of a running host.
     *
     * @param exhausted what memory has run out for good; {@code null} if none has
     * @param terminal told why the process ends, besides the log; {@code null} if the log goes there
     * @param end ends the process at once, and does not return
     */
    public Watchdog(Supplier<ExhaustedMemory> exhausted, Front front, PrintStream terminal, Runnable end) {
        this.exhausted = exhausted;
        this.front = front;
        this.terminal = terminal;
        this.end = end;
        for (ExhaustedMemory exhaustedMemory : ExhaustedMemory.values()) {
            lastLines[exhaustedMemory.ordinal()] = line(exhaustedMemory.lastWords());
        }
    }

    private static byte[] line(String reason) {
        return ("funclet: " + reason + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Ends the process, at once, if it cannot go on. */
    @Override
    public void run() {
        ExhaustedMemory lacking;
        try {
            lacking = exhausted.get();
        } catch (OutOfMemoryError notEvenToLook) {
            return; // It is looked at again in a second, and this was no step back.
        }
        if (lacking != null) {
            end(lacking.lastWords(), lastLines[lacking.ordinal()]);
        } else if (!front.isServing()) {
            endOfLoop(front.causeOfDeath());
        } else {
            String lost = front.lostPart();
            if (lost != null) {
                end(lost + END, line(lost + END));
            }
        }
    }

    private void endOfLoop(Throwable cause) {
        String reason = LOOP_WITHOUT_MEMORY;
        byte[] line = loopWithoutMemory;
        try {
            String told = lastWords(cause);
            line = line(told);
            reason = told;
        } catch (OutOfMemoryError again) {
            // Then in fewer words.
        }
        end(reason, line);
    }

    private static String lastWords(Throwable cause) {
        OutOfMemoryError want = MemoryWatch.outOfMemory(cause);
        String reason = want != null
                ? "out of memory (" + want.getMessage() + "), of which an event loop has died" + END
                : cause == null ? UNKNOWN : "an event loop has died of " + cause + END;
        return reason.replaceAll("\\p{Cntrl}+", " ");
    }

    private void end(String reason, byte[] line) {
        try {
            if (terminal != null) {
                terminal.write(line, 0, line.length);
                terminal.flush();
            }
            LOG.severe(reason);
        } finally {
            end.run();
        }
    }
}
