package io.funclet.host.call;

import io.funclet.host.call.endpoint.FunctionEndpoint;
import io.funclet.host.call.stat.FunctionCosts;
import io.funclet.host.call.stat.FunctionStatus;
import io.funclet.host.call.stat.MemoryStatus;
import io.funclet.host.call.stat.MemoryStatus.Use;
import io.funclet.host.config.text.ByteSize;
import java.time.Duration;
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
 * by the events of those that wait. What a function keeps, nothing tells. Loaded only then. For one thread, except where it
 * says so.
 */
final class MemoryUse {

    private static final Logger LOG = Logger.getLogger(MemoryUse.class.getName());

    private static final int MOST_FUNCTIONS = 3;

    /** When memory is gone, and when it still is a second later. */
    private static final int MOST_LINES = 2;

    private final EndpointTable endpoints;

    /** What calls have allocated until the last look, by function. */
    private final Map<String, Long> allocated = new HashMap<>();

    private long lookedNanos;
    private int lines;

    private volatile MemoryStatus status;

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

    /** What the last look has seen. Any thread. */
    MemoryStatus status() {
        return status;
    }

    private void look(boolean scarce) {
        long now = System.nanoTime();
        Duration period = lookedNanos == 0 ? Duration.ZERO : Duration.ofNanos(now - lookedNanos);
        lookedNanos = now;
        List<Use> uses = new ArrayList<>();
        for (FunctionEndpoint endpoint : endpoints.now().values()) {
            Use use = use(endpoint);
            if (use.allocatedBytes() > 0 || use.running() > 0 || use.waiting() > 0) {
                uses.add(use);
            }
        }
        uses.sort(Comparator.comparingLong((Use use) -> -use.allocatedBytes() - use.waitingBytes()));
        status = new MemoryStatus(scarce, period, uses);
        lines = scarce ? lines + 1 : 0;
        if (scarce && lines <= MOST_LINES && !uses.isEmpty()) {
            LOG.warning("who uses memory" + words(period) + ": "
                    + uses.stream().limit(MOST_FUNCTIONS).map(MemoryUse::words).collect(Collectors.joining(", "))
                    + "; what functions keep is not known");
        }
    }

    private Use use(FunctionEndpoint endpoint) {
        FunctionStatus function = endpoint.status();
        FunctionCosts costs = function.costs();
        long sum = costs == null ? 0 : costs.allocatedBytes();
        Long before = allocated.put(function.name(), sum);
        return new Use(
                function.name(),
                function.tenant(),
                before == null ? 0 : sum - before,
                function.running(),
                function.waiting(),
                endpoint.waitQueue().waitingBytes());
    }

    private static String words(Duration period) {
        double seconds = period.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
        return period.isZero() ? "" : String.format(Locale.ROOT, ", in the last %.1f s", seconds);
    }

    private static String words(Use use) {
        return use.function() + " ("
                + (use.allocatedBytes() > 0 ? ByteSize.roughly(use.allocatedBytes()) + " allocated, " : "")
                + use.running() + " running, " + use.waiting() + " waiting with "
                + ByteSize.roughly(use.waitingBytes()) + ")";
    }
}
