package io.funclet.host.call;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.stat.FunctionCosts;
import io.funclet.host.call.stat.FunctionStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Names the functions that use the most memory, while it runs short: by what their calls allocate, where that is measured, and
 * by the events of those that wait. What a function keeps, nothing tells. Loaded only then. For one thread.
 */
final class MemoryUse {

    private static final Logger LOG = Logger.getLogger(MemoryUse.class.getName());

    private static final int MOST_FUNCTIONS = 3;

    /** When memory is gone, and when it still is a second later. */
    private static final int MOST_LINES = 2;

    private static final double MEBIBYTE = 1 << 20;

    private final EndpointTable endpoints;

    /** What calls have allocated until the last look, by function. */
    private final Map<String, Long> allocated = new HashMap<>();

    private long lookedNanos;
    private int lines;

    /** @param inLastSeconds bytes */
    private record Use(String function, long inLastSeconds, int running, int waiting, long waitingBytes) {

        @Override
        public String toString() {
            return function + " (" + (inLastSeconds > 0 ? size(inLastSeconds) + " allocated, " : "") + running
                    + " running, " + waiting + " waiting with " + size(waitingBytes) + ")";
        }

        private static String size(long bytes) {
            return String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
        }
    }

    private MemoryUse(EndpointTable endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * About once a second, from the moment on when memory may run out. Logs if it has.
     *
     * @param before what the last look has returned; {@code null} at the first one
     */
    static MemoryUse look(MemoryUse before, EndpointTable endpoints, boolean scarce) {
        MemoryUse use = before == null ? new MemoryUse(endpoints) : before;
        use.look(scarce);
        return use;
    }

    private void look(boolean scarce) {
        long now = System.nanoTime();
        double seconds = lookedNanos == 0 ? 0 : (now - lookedNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        lookedNanos = now;
        List<Use> uses = new ArrayList<>();
        for (FunctionEndpoint endpoint : endpoints.now().values()) {
            FunctionStatus status = endpoint.status();
            FunctionCosts costs = status.costs();
            long sum = costs == null ? 0 : costs.allocatedBytes();
            Long before = allocated.put(status.name(), sum);
            Use use = new Use(
                    status.name(),
                    before == null ? 0 : sum - before,
                    status.running(),
                    status.waiting(),
                    endpoint.waitQueue().waitingBytes());
            if (use.inLastSeconds() > 0 || use.running() > 0 || use.waiting() > 0) {
                uses.add(use);
            }
        }
        lines = scarce ? lines + 1 : 0;
        if (scarce && lines <= MOST_LINES && !uses.isEmpty()) {
            uses.sort(Comparator.comparingLong((Use use) -> -use.inLastSeconds() - use.waitingBytes()));
            LOG.warning("who uses memory"
                    + (seconds == 0 ? "" : String.format(Locale.ROOT, ", in the last %.1f s", seconds)) + ": "
                    + uses.stream().limit(MOST_FUNCTIONS).map(Use::toString).collect(Collectors.joining(", "))
                    + "; what functions keep is not known");
        }
    }
}
