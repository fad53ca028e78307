package io.funclet.host;

import io.funclet.host.ops.MemoryWatch;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Logger;

/**
 * What this process cannot do without, looked at once a second by the thread that waits for its end. A process that can no
 * longer serve must not stay, as one that answers nobody and that no supervisor misses.
 */
final class Vitals implements Runnable {

    private static final Logger LOG = Logger.getLogger(Vitals.class.getName());

    private static final String NO_MEMORY =
            "out of memory, and it does not come back: the process ends, and should be started again";

    private static final String NO_EVENT_LOOP = "an event loop has died: the process ends, and should be started again";

    private final MemoryWatch memory;
    private final RuntimeHost host;
    private final PrintStream terminal;
    private final Runnable end;

    /** Made before it is needed: there may be no memory then, and no room for a class either. */
    private final byte[] noMemory = ("funclet: " + NO_MEMORY + "\n").getBytes(StandardCharsets.UTF_8);

    private final byte[] noEventLoop = ("funclet: " + NO_EVENT_LOOP + "\n").getBytes(StandardCharsets.UTF_8);

    /**
     * Of a running host.
     *
     * @param terminal told why the process ends, besides the log; {@code null} if the log goes there
     * @param end ends the process at once, and does not return
     */
    Vitals(MemoryWatch memory, RuntimeHost host, PrintStream terminal, Runnable end) {
        this.memory = memory;
        this.host = host;
        this.terminal = terminal;
        this.end = end;
    }

    /** Ends the process, at once, if it cannot go on. */
    @Override
    public void run() {
        boolean exhausted;
        try {
            exhausted = memory.isExhausted();
        } catch (OutOfMemoryError notEvenToLook) {
            return; // It is looked at again in a second, and this was no step back.
        }
        if (exhausted) {
            end(NO_MEMORY, noMemory);
        } else if (!host.isServing()) {
            end(NO_EVENT_LOOP, noEventLoop);
        }
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
