package io.funclet.host.process;

import io.funclet.host.memory.ExhaustedMemory;
import io.funclet.host.memory.MemoryWatch;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.logging.Logger;

/**
 * Checks the vital parts of this process once a second, on its main thread. A process that cannot serve any more must
 * end, so that a supervisor starts it again.
 */
public final class Watchdog implements Runnable {

    public interface Front {

        /** {@code false} only after a fatal failure. */
        boolean isServing();

        /** The fatal failure; {@code null} if there was none, or it is unknown. */
        Throwable causeOfDeath();

        /** Another vital part that is lost, in words; {@code null} if there is none. */
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

    /** Created early: later there may be no memory, not even for a class. */
    private final byte[][] lastLines = new byte[ExhaustedMemory.values().length][];

    private final byte[] loopWithoutMemory = line(LOOP_WITHOUT_MEMORY);

    /**
     * @param exhausted the memory that has run out permanently; {@code null} if none has
     * @param terminal receives the reason of an end, besides the log; {@code null} if the log goes there
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

    @Override
    public void run() {
        ExhaustedMemory lacking;
        try {
            lacking = exhausted.get();
        } catch (OutOfMemoryError notEvenToLook) {
            return; // The next check is in a second.
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
            // Then with the prepared line.
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
